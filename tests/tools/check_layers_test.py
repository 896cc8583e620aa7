"""The layer check finds what is planted, and only that."""

import importlib.util
import pathlib
import unittest

PATH = pathlib.Path(__file__).resolve().parents[2] / "tools/check_layers.py"
spec = importlib.util.spec_from_file_location("check_layers", PATH)
check_layers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check_layers)


class CheckLayers(unittest.TestCase):
    """Each test hands the check a tree that exists only here."""

    def findings(self, check, **files):
        tree = {name.replace("__", "/").replace("_dot_", "."): text
                for name, text in files.items()}
        check_layers.read = tree.__getitem__
        return list(check_layers.CHECKS[check](sorted(tree)))

    def test_an_include_against_the_direction_is_found(self):
        found = self.findings(
            "layers", storage__a_dot_cpp='#include "actors/actors.hpp"\n')
        self.assertEqual(
            found, ["storage/a.cpp:1: must not include actors/actors.hpp"])

    def test_the_domain_is_free_of_caf_and_actors(self):
        found = self.findings(
            "layers",
            actors__domain__a_dot_cpp='#include <caf/all.hpp>\n'
                                      '#include "actors/guard.hpp"\n')
        self.assertEqual(len(found), 2)

    def test_an_include_along_the_direction_is_fine(self):
        found = self.findings(
            "layers",
            gateway__a_dot_cpp='#include "actors/actors.hpp"\n'
                               '#include <boost/asio.hpp>\n',
            protocol__json_reader_dot_cpp='#include <boost/json/src.hpp>\n',
            storage__event_codec_dot_cpp='#include <nlohmann/json.hpp>\n')
        self.assertEqual(found, [])

    def test_frames_are_parsed_in_one_place_and_know_no_network(self):
        found = self.findings(
            "layers",
            protocol__codec_dot_cpp='#include <boost/json/src.hpp>\n',
            protocol__json_reader_dot_cpp='#include <boost/asio.hpp>\n'
                                          '#include <nlohmann/json.hpp>\n',
            gateway__a_dot_cpp='#include <boost/json/src.hpp>\n')
        self.assertEqual(len(found), 4)

    def test_third_party_headers_stay_out_of_our_headers(self):
        found = self.findings(
            "layers", storage__a_dot_hpp="#include <rocksdb/db.h>\n")
        self.assertEqual(len(found), 1)

    def test_letters_are_folded_in_one_place(self):
        found = self.findings(
            "layers",
            storage__contact_words_dot_cpp='#include <unicode/uchar.h>\n',
            storage__contacts_dot_cpp='#include <unicode/uchar.h>\n')
        self.assertEqual(
            found,
            ["storage/contacts.cpp:1: <unicode/uchar.h> does not belong here"])

    def test_a_clock_is_found_but_not_in_a_comment(self):
        found = self.findings(
            "layers",
            actors__a_dot_cpp="// steady_clock::now() is elsewhere\n"
                              "auto t = std::chrono::steady_clock::now();\n")
        self.assertEqual(
            found, ["actors/a.cpp:2: steady_clock::now outside actors/clock"
                    " and tests"])

    def test_a_statement_counts_in_a_test_name_only(self):
        found = self.findings(
            "statements",
            tests__a_dot_cpp="// I5\nTEST(x, I4_I7_all_of_it) {}\n")
        missing = {line.rsplit(" ", 1)[1] for line in found}
        self.assertIn("I5", missing)
        self.assertNotIn("I4", missing)
        self.assertNotIn("I7", missing)

    def test_words_and_paths_of_a_workplace_are_found(self):
        found = self.findings(
            "words", a_dot_cpp="// TO" "DO later\n// see /ho" "me/x/y\n// fine\n")
        self.assertEqual(len(found), 2)

    def test_a_file_may_have_so_many_lines_and_no_more(self):
        limit = check_layers.LINES_MAX
        self.assertEqual(
            self.findings("sizes", a_dot_cpp="x\n" * limit), [])
        self.assertEqual(
            len(self.findings("sizes", a_dot_cpp="x\n" * (limit + 1))), 1)


if __name__ == "__main__":
    unittest.main()
