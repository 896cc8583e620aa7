// Watches syncs.
#include "storage/rocksdb_sync_guard.hpp"

#include <rocksdb/file_system.h>

#include <string>
#include <utility>

namespace parley::storage {

namespace {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class watched_file final : public rocksdb::FSWritableFileOwnerWrapper {
public:
  watched_file(std::unique_ptr<FSWritableFile> file, sync_failure failure)
      : FSWritableFileOwnerWrapper{std::move(file)}, failure_{
                                                       std::move(failure)} {}

  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return note(FSWritableFileOwnerWrapper::Sync(options, debug));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return note(FSWritableFileOwnerWrapper::Fsync(options, debug));
  }

private:
  IOStatus note(IOStatus status) {
    if (!status.ok()) {
      failure_->store(true);
    }
    return status;
  }

  sync_failure failure_;
};

class watched_files final : public rocksdb::FileSystemWrapper {
public:
  explicit watched_files(sync_failure failure)
      : FileSystemWrapper{rocksdb::FileSystem::Default()}, failure_{std::move(
                                                             failure)} {}

  [[nodiscard]] const char* Name() const override { return "parley-watched"; }

  IOStatus NewWritableFile(const std::string& name,
                           const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file,
                           IODebugContext* debug) override {
    return watch(FileSystemWrapper::NewWritableFile(name, options, file, debug),
                 file);
  }
  IOStatus ReopenWritableFile(const std::string& name,
                              const FileOptions& options,
                              std::unique_ptr<FSWritableFile>* file,
                              IODebugContext* debug) override {
    return watch(
      FileSystemWrapper::ReopenWritableFile(name, options, file, debug), file);
  }
  IOStatus ReuseWritableFile(const std::string& name,
                             const std::string& old_name,
                             const FileOptions& options,
                             std::unique_ptr<FSWritableFile>* file,
                             IODebugContext* debug) override {
    return watch(FileSystemWrapper::ReuseWritableFile(
                   name, old_name, options, file, debug),
                 file);
  }

private:
  IOStatus watch(IOStatus status, std::unique_ptr<FSWritableFile>* file) {
    if (status.ok()) {
      *file = std::make_unique<watched_file>(std::move(*file), failure_);
    }
    return status;
  }

  sync_failure failure_;
};

} // namespace

std::shared_ptr<rocksdb::FileSystem> watched_file_system(sync_failure failure) {
  return std::make_shared<watched_files>(std::move(failure));
}

} // namespace parley::storage
