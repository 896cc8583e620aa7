// See plots.hpp.
#include "tools/busy/plots.hpp"

#include <array>

namespace parley::tools::busy {
namespace {

constexpr auto customer = role::customer;
constexpr auto agent = role::agent;

constexpr std::array barrow{
  line{customer, "Hello, is the red wheelbarrow in stock?"},
  line{customer, "I need it for Saturday."},
  line{agent, "Good morning! Yes, there are two of them in the shop."},
  line{agent, "Shall I put one aside for you?"},
  line{customer, "Yes please. How long do you keep it?"},
  line{agent, "Until Saturday, one o'clock. Then we close."},
  line{customer, "Perfect, I am there at ten."},
  line{agent, "It waits at the till, under your name. Have a good day!"},
  line{customer, "Thank you!"},
};
constexpr std::array hedge{
  line{customer, "Which shears do you recommend for a beech hedge?"},
  line{agent, "Hello! How high is the hedge, and how thick are the branches?"},
  line{customer, "About two metres. Most branches are thinner than a pencil."},
  line{agent,
       "Then the long hand shears are enough: 60 cm, with a hardened edge."},
  line{agent, "They stay sharp for two seasons, and we sharpen them for free."},
  line{customer, "And if I get tired?"},
  line{agent, "There is the light model with ash handles, 300 grams less."},
  line{customer, "I take the light one. Do you have it in the shop?"},
  line{agent, "Seven of them. I have noted your wish; just ask at the till."},
  line{customer, "Great, that was quick."},
};
constexpr std::array school{
  line{customer, "We are a school and need twenty children's spades."},
  line{customer, "Is there a discount?"},
  line{agent, "Good day! For schools it is 15 % from ten pieces on."},
  line{customer, "Can we pay by invoice?"},
  line{agent, "Yes, thirty days. I need an order on your letterhead."},
  line{customer, "I send it today. To which address?"},
  line{agent, "orders@acme.example, please with the delivery address."},
  line{customer, "Thank you very much."},
};
constexpr std::array parcel{
  line{customer, "My parcel should have been here on Tuesday."},
  line{agent, "I am sorry. I look at it right now."},
  line{agent, "It left us on Monday and lies at the depot in Leeds."},
  line{customer, "Since Wednesday?!"},
  line{agent,
       "The house number was missing on the label. I have just added it."},
  line{agent, "It comes tomorrow between nine and twelve."},
  line{customer, "OK. Can the driver ring at number 14? We share a bell."},
  line{agent, "I have written that on the order."},
  line{customer, "Thanks, then I wait for tomorrow."},
};
constexpr std::array screws{
  line{customer, "The bench came without screws."},
  line{agent, "Oh, that must not happen. Is the small bag not in the box?"},
  line{customer, "No, I have turned everything over twice."},
  line{agent, "I send you a new set today, by letter. It is there on Friday."},
  line{customer, "Do I have to send anything back?"},
  line{agent, "No, nothing at all. Enjoy the bench!"},
  line{customer, "That is kind. Bye!"},
};
constexpr std::array blade{
  line{customer, "My loppers are blunt, and one blade has a notch."},
  line{agent, "Hello! The notch can be ground out if it is below two mm."},
  line{customer, "I would say one millimetre."},
  line{agent, "Then it costs 12 euros, and takes four days."},
  line{customer, "Can I bring them without an appointment?"},
  line{agent, "Yes, any day. The workshop is at the back of the yard."},
  line{customer, "Good, I come on Thursday."},
};
constexpr std::array handle{
  line{customer, "The handle of my spade broke in its first year."},
  line{customer, "I have the receipt."},
  line{agent, "That is a case for the warranty, of course."},
  line{agent, "Did it break at the socket or in the middle?"},
  line{customer, "At the socket, right where the metal ends."},
  line{agent, "We put in a new ash handle, free of charge, while you wait."},
  line{customer, "How long does that take?"},
  line{agent, "A quarter of an hour. There is coffee."},
  line{customer, "You have convinced me."},
};
constexpr std::array maeher{
  line{customer, "Guten Tag, mein Handmäher zieht nach links."},
  line{agent, "Guten Tag! Ist das neu, oder war das schon immer so?"},
  line{customer, "Seit er im Keller überwintert hat."},
  line{agent, "Dann ist meist ein Lager trocken. Haben Sie es geölt?"},
  line{customer, "Nein. Welches Öl nehme ich da?"},
  line{agent, "Harzfreies Maschinenöl, zwei Tropfen je Lager."},
  line{agent,
       "Hilft das nicht, tauschen wir die Lager für 28 Euro an einem Tag."},
  line{customer, "Ich probiere es heute Abend. Vielen Dank!"},
};
constexpr std::array lieferung{
  line{customer, "Wo bleibt meine Bestellung? Sie ist eine Woche überfällig."},
  line{agent, "Das tut mir leid. Einen Moment, ich sehe nach."},
  line{agent, "Die Gartenbank war vergriffen und kommt am Montag herein."},
  line{customer, "Das hätte man mir sagen können."},
  line{agent, "Da haben Sie recht. Ich schicke sie am Montag per Express."},
  line{agent, "Und die Versandkosten bekommen Sie zurück."},
  line{customer, "Gut, damit bin ich einverstanden."},
};
constexpr std::array gants{
  line{customer, "Bonjour, avez-vous des gants en cuir en taille 7 ?"},
  line{agent, "Bonjour ! Oui, en cuir de chèvre, 19 euros la paire."},
  line{customer, "Ils résistent aux rosiers ?"},
  line{agent, "Ceux à manchette longue, oui. Ils coûtent 26 euros."},
  line{customer, "J'en prends deux paires."},
  line{agent, "Je les mets de côté à votre nom jusqu'à samedi."},
  line{customer, "Merci beaucoup, bonne journée !"},
};
constexpr std::array riego{
  line{customer, "Hola, ¿la manguera de 25 metros tiene conexiones?"},
  line{agent, "¡Buenos días! Sí, dos acoples y una lanza."},
  line{customer, "¿Aguanta 6 bares?"},
  line{agent, "Hasta 8, con garantía de diez años."},
  line{customer, "Perfecto, entonces la pido esta tarde."},
  line{agent, "Muy bien. Antes de las cinco sale hoy mismo."},
  line{customer, "Gracias."},
};
constexpr std::array rhaw{
  line{customer, "Bore da, oes gennych chi raw fach i blentyn?"},
  line{agent, "Bore da! Oes, mae dwy: un goch ac un las."},
  line{customer, "Yr un goch, os gwelwch yn dda."},
  line{agent, "Mae hi'n aros wrth y til. Hwyl fawr!"},
  line{customer, "Diolch yn fawr!"},
};

constexpr std::string_view buy = "Buy a tool";
constexpr std::string_view repair = "Repair or warranty";
constexpr std::string_view order = "Where is my order?";

constexpr std::array all_plots{
  plot{"en", buy, "", "question", "Wheelbarrow put aside.", barrow},
  plot{"en", buy, "", "order", "Light shears, comes to the shop.", hedge},
  plot{"en", buy, "", "order", "Twenty spades, school, invoice.", school},
  plot{
    "en", order, "AG-20711", "late", "Label mended, comes tomorrow.", parcel},
  plot{"en", order, "AG-20844", "order", "New set of screws sent.", screws},
  plot{"en", repair, "", "blunt", "Notch, one mm; comes Thursday.", blade},
  plot{"en", repair, "", "broken", "New handle on warranty.", handle},
  plot{"de", repair, "", "part", "Lager trocken; ölt selbst.", maeher},
  plot{
    "de", order, "AG-20390", "late", "Bank kommt Montag, Express.", lieferung},
  plot{"fr", buy, "", "order", "Deux paires, taille 7.", gants},
  plot{"es", buy, "", "question", "Manguera de 25 m.", riego},
  plot{"cy", buy, "", "order", "Rhaw goch wrth y til.", rhaw},
};

constexpr std::array all_people{
  person{"AC-1001",
         "Alice",
         "Marsh",
         "",
         "alice.marsh@example.com",
         "+44 20 7946 0101",
         "2 Orchard Lane, York",
         "regular",
         "Small",
         "2019-04-02",
         "11",
         "en"},
  person{"AC-1002",
         "Noah",
         "Reed",
         "Reed & Daughters",
         "noah@reed.example.com",
         "+44 20 7946 0102",
         "Mill Yard, Halifax",
         "trade;vip",
         "Park",
         "2015-02-17",
         "64",
         "en"},
  person{"AC-1003",
         "Priya",
         "Shah",
         "",
         "priya.shah@example.com",
         "+44 20 7946 0103",
         "81 Canal Street, Leeds",
         "",
         "Balcony",
         "2025-09-30",
         "1",
         "en"},
  person{"AC-1004",
         "Tom",
         "Whittle",
         "Hill School",
         "office@hillschool.example.com",
         "+44 20 7946 0104",
         "School Road, Hebden",
         "regular",
         "Large",
         "2021-03-11",
         "7",
         "en"},
  person{"AC-1005",
         "Grace",
         "Okafor",
         "",
         "grace.okafor@example.com",
         "+44 20 7946 0105",
         "14 High Street, Skipton",
         "careful",
         "Small",
         "2024-05-21",
         "3",
         "en"},
  person{"AC-1006",
         "Henry",
         "Vance",
         "",
         "henry.vance@example.com",
         "+44 20 7946 0106",
         "3 Station Road, Ilkley",
         "regular",
         "Large",
         "2012-08-09",
         "29",
         "en"},
  person{"AC-1007",
         "Maya",
         "Lindqvist",
         "",
         "maya.l@example.com",
         "+46 8 123 456 07",
         "Solvägen 4, Lund",
         "",
         "Small",
         "2025-01-14",
         "2",
         "en"},
  person{"AC-1008",
         "Owen",
         "Clark",
         "Town Gardens",
         "owen.clark@town.example.com",
         "+44 20 7946 0108",
         "Town Hall, Keighley",
         "trade;vip",
         "Park",
         "2014-01-08",
         "112",
         "en"},
  person{"AC-1009",
         "Jonas",
         "Keller",
         "",
         "jonas.keller@example.com",
         "+49 89 123 4509",
         "Lindenweg 7, Freising",
         "regular",
         "Large",
         "2018-06-01",
         "15",
         "de"},
  person{"AC-1010",
         "Hannah",
         "Vogt",
         "Gärtnerei Vogt",
         "hannah@vogt.example.com",
         "+49 89 123 4510",
         "Am Anger 2, Erding",
         "trade",
         "Park",
         "2016-10-10",
         "48",
         "de"},
  person{"AC-1011",
         "Mehmet",
         "Yildiz",
         "",
         "m.yildiz@example.com",
         "+49 89 123 4511",
         "Hauptstraße 30, Dachau",
         "careful",
         "Balcony",
         "2025-03-28",
         "2",
         "de"},
  person{"AC-1012",
         "Claire",
         "Fontaine",
         "",
         "claire.fontaine@example.com",
         "+33 3 88 12 34 12",
         "8 rue des Lilas, Colmar",
         "regular",
         "Small",
         "2022-04-19",
         "6",
         "fr"},
  person{"AC-1013",
         "Lucía",
         "Romero",
         "",
         "lucia.romero@example.com",
         "+34 91 123 45 13",
         "Calle Mayor 12, Alcalá",
         "",
         "Balcony",
         "2025-06-06",
         "1",
         "es"},
  person{"AC-1014",
         "Rhys",
         "Bevan",
         "",
         "rhys.bevan@example.com",
         "+44 29 2018 0114",
         "5 Heol y Parc, Llandeilo",
         "regular",
         "Small",
         "2020-05-15",
         "8",
         "cy"},
};

std::string quoted(std::string_view cell) {
  std::string text{'"'};
  for (const auto c : cell) {
    text.append(c == '"' ? 2 : 1, c);
  }
  return text + '"';
}

} // namespace

std::span<const plot> plots() {
  return all_plots;
}

std::span<const person> people() {
  return all_people;
}

std::string contacts_csv() {
  std::string text
    = "account,first_name,last_name,company,emails,phones,address,tags,"
      "fields.garden,fields.customer_since,fields.orders,"
      "fields.customer_number\n";
  for (const auto& p : all_people) {
    for (const auto cell : {p.account,
                            p.first_name,
                            p.last_name,
                            p.company,
                            p.email,
                            p.phone,
                            p.address,
                            p.tags,
                            p.garden,
                            p.customer_since,
                            p.orders}) {
      text += quoted(cell) + ',';
    }
    text += quoted(p.account) + '\n';
  }
  return text;
}

} // namespace parley::tools::busy
