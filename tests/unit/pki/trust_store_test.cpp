#include "pki/trust_store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "authority.hpp"

namespace handfast::pki {
namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "handfast-test-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const std::string& name, Bytes text) const {
    std::ofstream(path_ / name, std::ios::binary) << as_text(text);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::size_t matches(const TrustStore& store, Bytes subject) {
  std::size_t count = 0;
  store.find(subject).each([&](Bytes) { return ++count, true; });
  return count;
}

TEST(TrustStore, FindsBySubject) {
  const Made one = self_signed(ca("One")), two = self_signed(ca("Two")), other_two = self_signed(ca("Two"));
  TrustStore store;
  EXPECT_TRUE(store.empty());
  for (const Made* made : {&one, &two, &other_two}) EXPECT_EQ(store.add_der(made->der()), 1u);
  EXPECT_EQ(store.size(), 3u);
  EXPECT_EQ(matches(store, one.certificate->subject), 1u);
  EXPECT_EQ(matches(store, two.certificate->subject), 2u);
  EXPECT_EQ(matches(store, {}), 0u);
  EXPECT_EQ(matches(store, self_signed(ca("Three")).certificate->subject), 0u);
  EXPECT_TRUE(store.contains(two.der()));
  EXPECT_FALSE(store.contains(self_signed(ca("Two")).der()));
  EXPECT_FALSE(store.contains({}));
}

TEST(TrustStore, KeepsACertificateOnce) {
  const Made one = self_signed(ca("One"));
  TrustStore store;
  const std::string text = encode_pem("CERTIFICATE", one.der()) + encode_pem("X509 CERTIFICATE", one.der());
  EXPECT_EQ(store.add_pem(as_bytes(text)), 2u);
  EXPECT_EQ(store.add_der(one.der()), 1u);
  EXPECT_EQ(store.size(), 1u);
}

TEST(TrustStore, ViewsSurviveMovingAndAdding) {
  TrustStore store;
  const Made one = self_signed(ca("One"));
  EXPECT_EQ(store.add_der(one.der()), 1u);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(store.add_der(self_signed(ca("CA " + std::to_string(i))).der()));
  const TrustStore moved = std::move(store);
  EXPECT_EQ(moved.size(), 51u);
  EXPECT_TRUE(moved.contains(one.der()));
}

TEST(TrustStore, AddsAllOrNothing) {
  const Made one = self_signed(ca("One"));
  TrustStore store;
  const std::string good = encode_pem("CERTIFICATE", one.der());
  EXPECT_EQ(store.add_pem(as_bytes(good + encode_pem("CERTIFICATE", as_bytes("no certificate")))).error().code,
            Errc::certificate_malformed);
  EXPECT_EQ(store.add_pem(as_bytes(good + "-----BEGIN CERTIFICATE-----\n")).error().code, Errc::pem_malformed);
  EXPECT_EQ(store.add_pem(as_bytes("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----")).error().code,
            Errc::pem_malformed);
  EXPECT_EQ(store.add_pem({}).error().code, Errc::pem_not_found);
  EXPECT_EQ(store.add_der({}).error().code, Errc::certificate_malformed);
  EXPECT_EQ(store.add_file("/nonexistent").error().code, Errc::file_error);
  EXPECT_EQ(store.add_directory("/nonexistent").error().code, Errc::file_error);
  EXPECT_TRUE(store.empty());
}

TEST(TrustStore, NamesTheBrokenEntry) {
  const std::string good = encode_pem("CERTIFICATE", self_signed(ca("One")).der());
  const std::string bad = encode_pem("CERTIFICATE", as_bytes("no certificate"));
  TrustStore store;
  for (const auto& [text, number] : {std::pair{good + bad + good, "2"}, {bad + good, "1"}, {good + good + bad, "3"}}) {
    const auto added = store.add_pem(as_bytes(text));
    ASSERT_FALSE(added);
    EXPECT_TRUE(added.error().found.view().starts_with("certificate " + std::string(number) + " of the file: "))
        << added.error().found.view();
  }
  EXPECT_TRUE(store.add_pem(as_bytes(good + "-----BEGIN CERTIFICATE-----\n"))
                  .error()
                  .found.view()
                  .starts_with("certificate 2 of the file: "));
}

TEST(TrustStore, ReadsFilesAndFolders) {
  const Folder folder;
  const Made one = self_signed(ca("One")), two = self_signed(ca("Two")), three = self_signed(ca("Three"));
  const std::string both = "# comment\n" + encode_pem("CERTIFICATE", one.der()) + encode_pem("CERTIFICATE", two.der());
  folder.write("both.pem", as_bytes(both));
  folder.write("three.der", three.der());
  folder.write("README", as_bytes("no certificate here"));
  folder.write("broken.pem", as_bytes("-----BEGIN CERTIFICATE-----\n"));
  std::filesystem::create_directory(folder.path() / "below");
  std::filesystem::create_symlink(folder.path() / "gone", folder.path() / "dangling");
  TrustStore file;
  EXPECT_EQ(file.add_file(folder.path() / "both.pem"), 2u);
  EXPECT_EQ(file.add_file(folder.path() / "three.der"), 1u);
  EXPECT_EQ(file.add_file(folder.path() / "README").error().code, Errc::pem_not_found);
  EXPECT_EQ(file.size(), 3u);
  TrustStore directory;
  EXPECT_EQ(directory.add_directory(folder.path()), 3u);
  EXPECT_EQ(directory.size(), 3u);
  EXPECT_TRUE(directory.contains(three.der()));
}

TEST(TrustStore, SystemStoreIsSharedAndUsable) {
  const auto store = TrustStore::system();
  if (!store) {
    EXPECT_EQ(store.error().code, Errc::file_error);
    GTEST_SKIP() << "this system has no trust store";
  }
  EXPECT_GT((*store)->size(), 50u);
  EXPECT_EQ(store->get(), TrustStore::system()->get());
  for (const TrustStore::Anchor& anchor : (*store)->anchors()) {
    const auto view = CertificateView::parse(anchor.der);
    ASSERT_TRUE(view) << view.error().field;
    EXPECT_TRUE(view->public_key()) << view->subject_text();
  }
}

}  // namespace
}  // namespace handfast::pki
