#include "cli/command.hpp"

#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <clocale>
#include <iterator>
#include <span>

#include "cli/cert.hpp"
#include "cli/connect.hpp"
#include "cli/explain_command.hpp"
#include "cli/run.hpp"
#include "cli/serve.hpp"
#include "cli/starttls.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr const char* kExitStatuses = R"(Exit status:
  0  all went well
  1  wrong arguments, or a file on this side that cannot be used
  2  no TCP connection (serve: the address cannot be listened on)
  3  the other side's certificate was refused
  4  the other side does not speak TLS
  5  the handshake failed for another reason
  6  the connection broke; what was received may be incomplete
  7  the other side did not answer in time)";

constexpr const char* kConnectHelp =
    R"(Standard input goes to the server, what it sends comes out on standard output, and
everything else goes to standard error. The end of standard input is sent as
close_notify; the connection ends when the server closes it.

Examples:
  handfast connect www.example.org --trace </dev/null
  printf 'GET / HTTP/1.0\r\nHost: www.example.org\r\n\r\n' | handfast connect www.example.org
  handfast connect localhost:4433 --trust ca.pem --cert me.pem --key me.key
  handfast connect mail.example.org:587 --starttls smtp)";

constexpr const char* kServeHelp =
    R"(Without --http or --echo, what clients send is written to standard output. When the
server is ready it prints "listening on HOST:PORT"; SIGINT and SIGTERM end it.
With --trust, clients are asked for a certificate, and one that is sent must be
good; --require-client-certificate refuses those that send none.

Examples:
  handfast serve --self-signed localhost --http . --trace
  handfast serve --listen '*:4433' --cert server.pem --key server.key --echo)";

constexpr const char* kRunHelp = R"(The program is started with the folder of Handfast's libgnutls.so.30 in front of
LD_LIBRARY_PATH; nothing else changes. Before that its files are looked at: what the
loader would refuse is refused with the names of what is missing, and what may go
wrong later is a warning. With --explain, every TLS connection of the program that
fails is explained on standard error, or in the file (HANDFAST_EXPLAIN).

Examples:
  handfast run -- wget https://www.example.org/
  handfast run --explain wget https://www.example.org/
  handfast run --explain=json,file:failures.json wget https://www.example.org/)";

constexpr const char* kDoctorHelp =
    R"(Says which functions of GnuTLS a program, its libraries, and the plug-ins and other
programs of its package need and this library lacks, whether the program would start,
and whether it would use this library at all. Of a folder, every file below it that
needs GnuTLS, itself or by a library that it loads. Nothing is run. The exit status is 0 if nothing is lacking, otherwise 1.

Examples:
  handfast doctor gnutls-cli
  handfast doctor /usr/local/bin)";

constexpr const char* kExplainHelp = R"(Examples:
  handfast explain -110
  handfast explain 40
  handfast explain GNUTLS_E_PULL_ERROR
  handfast explain "The TLS connection was non-properly terminated.")";

constexpr const char* kCertHelp =
    R"(Writes PREFIX.pem (certificate, and its issuers but the root) and PREFIX.key (private
key, PKCS#8, readable by its owner only).

Example: an authority, a server and a client for a private network
  handfast cert ca --name "My network" --out ca --days 3650
  handfast cert server --name host.lan --name 192.0.2.7 --ca ca --out server
  handfast cert client --name alice --ca ca --out alice
  handfast serve --cert server.pem --key server.key --trust ca.pem --require-client-certificate)";

// An empty value is what an unset variable of a script leaves, never what is meant.
const CLI::Validator& not_empty() {
  static const CLI::Validator validator(
      [](std::string& value) { return value.empty() ? std::string("the value is empty") : std::string(); }, "");
  return validator;
}

// Each part of a list, also one that is empty: it is refused later, and not overlooked.
std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> out;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = list.find(',');
    out.emplace_back(list.substr(0, comma));
    if (comma != std::string_view::npos) list.remove_prefix(comma + 1);
  }
  return out;
}

void add_shared_options(CLI::App& app, SharedOptions& options, std::string_view whose, std::string_view otherwise) {
  app.add_option("--trust", options.trust,
                 "Certificates of authorities that are trusted for " + std::string(whose) +
                     ", in PEM (default: " + std::string(otherwise) + ")")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_option("--cert", options.certificate, "This side's certificate, followed by its issuers, in PEM")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_option("--key", options.key, "Its private key in PEM (default: in the file of --cert)")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_option_function<std::vector<std::string>>(
         "--alpn",
         [&options](const std::vector<std::string>& lists) {
           for (const std::string& list : lists) std::ranges::move(parts_of(list), std::back_inserter(options.alpn));
         },
         "Application protocols, the best first: h2,http/1.1")
      ->allow_extra_args(false)
      ->type_name("NAME,...");
  app.add_option("--priority", options.priority,
                 "What may be negotiated, as a GnuTLS priority string: NORMAL:-GROUP-X25519-MLKEM768")
      ->type_name("STRING")
      ->check(not_empty());
  app.add_option("--keylog", options.key_log,
                 "Append the connection's secrets to FILE, for Wireshark; whoever reads it can read the connection "
                 "(default: the environment's SSLKEYLOGFILE)")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_flag("--trace", options.trace, "Show every message of the handshake");
  app.add_flag("--json", options.json, "Show what happens as JSON, one object a line");
  app.add_option("--timeout", options.timeout, "How long to wait for the other side; 0: for ever")
      ->type_name("SECONDS")
      ->check(CLI::Range(0U, 86'400U))
      ->capture_default_str();
}

void add_connect(CLI::App& app, ConnectOptions& options) {
  CLI::App& connect = *app.add_subcommand("connect", "Connect to a TLS server");
  connect.footer(kConnectHelp);
  connect
      .add_option("server", options.target,
                  "Where to connect to; the port is 443 unless given (--starttls: that protocol's own)")
      ->type_name("HOST[:PORT]")
      ->required();
  connect.add_option("--name", options.name,
                     "The name that is sent to the server and that its certificate must be for "
                     "(default: HOST)");
  connect
      .add_option("--starttls", options.starttls,
                  "Begin in plain text and change to TLS as this protocol does it; its port is then the default")
      ->check(CLI::IsMember(starttls_options()));
  add_shared_options(connect, options.shared, "the server", "those of the system");
  connect
      .add_option("--fingerprint", options.fingerprint,
                  "Accept the certificate with this fingerprint (SHA-256, as `serve` prints it) and no other, "
                  "whoever issued it and for whatever name")
      ->type_name("HEX")
      ->check(not_empty())
      ->excludes("--trust");
  connect.add_flag("--insecure", options.insecure, "Accept every certificate: anybody may be at the other end")
      ->excludes("--trust")
      ->excludes("--fingerprint");
}

void add_serve(CLI::App& app, ServeOptions& options) {
  CLI::App& serve = *app.add_subcommand("serve", "Serve TLS connections");
  serve.footer(kServeHelp);
  serve
      .add_option("--listen", options.listen,
                  "Where to listen: PORT (on localhost), HOST:PORT or *:PORT; port 0 takes a "
                  "free one")
      ->type_name("[HOST:]PORT")
      ->check(not_empty())
      ->capture_default_str();
  auto* self_signed =
      serve
          .add_option("--self-signed", options.self_signed, "Make a key and a certificate for NAME, for this run only")
          ->type_name("NAME")
          ->check(not_empty());
  auto* http = serve.add_option("--http", options.http_folder, "Serve the files of this folder over HTTP/1.1")
                   ->type_name("FOLDER")
                   ->check(not_empty());
  serve.add_flag("--echo", options.echo, "Send back what comes")->excludes(http);
  serve.add_flag("--require-client-certificate", options.require_client_certificate,
                 "Refuse clients without a good certificate; needs --trust");
  add_shared_options(serve, options.shared, "clients", "clients are not asked for a certificate");
  serve.get_option("--cert")->excludes(self_signed);
}

void add_run(CLI::App& app, RunOptions& options) {
  CLI::App& run = *app.add_subcommand("run", "Run a program that was built for GnuTLS on Handfast");
  run.footer(kRunHelp);
  run.add_flag("--explain{1}", options.explain,
               "Explain TLS connections that fail, as --explain=text or json; ,file:PATH behind it appends to a file");
  run.add_flag("--force", options.force, "Start even a program that the loader will refuse");
  run.add_option("program", options.program, "The program and its arguments")
      ->type_name("PROGRAM [ARGUMENT...]")
      ->required();
}

void add_doctor(CLI::App& app, DoctorOptions& options) {
  CLI::App& doctor = *app.add_subcommand("doctor", "Say what a program would find on Handfast in place of GnuTLS");
  doctor.footer(kDoctorHelp);
  doctor.add_option("program", options.subjects, "Programs or libraries, or folders of them")
      ->type_name("PROGRAM|FOLDER...")
      ->required();
}

// "--name=" as two words: CLI11 would take the next one for the value.
void keep_empty_values(std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("--") || !words[i].ends_with('=') || words[i].find('=') + 1 != words[i].size()) continue;
    words[i].pop_back();
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(i + 1), std::string());
  }
}

// A first word that is no subcommand, or the second behind `cert`: CLI11 would say that one is required.
std::string unknown_subcommand(const CLI::App& app, std::span<const char* const> words) {
  if (words.empty() || std::string_view(words[0]).starts_with('-')) return {};
  const auto known = app.get_subcommands([&](const CLI::App* one) { return one->get_name() == words[0]; });
  if (known.empty()) return words[0];
  const bool has_more = known.front()->get_require_subcommand_min() > 0;
  return has_more ? unknown_subcommand(*known.front(), words.subspan(1)) : std::string();
}

// The words of the command line in the order that CLI11 wants, the last first. What follows `run` belongs to the program
// that is run, its options included, with "--" in front or without.
std::vector<std::string> words_to_parse(int count, const char* const* words) {
  std::vector<std::string> out(words + 1, words + std::max(count, 1));
  auto word = std::ranges::find_if_not(out, [&](const std::string& option) {
    return &option == out.data() || option.starts_with("--explain") || option == "--force";
  });
  const bool runs = !out.empty() && out[0] == "run";
  if (runs && word != out.end() && !word->starts_with('-')) out.insert(word, "--");
  if (!runs) keep_empty_values(out);
  std::ranges::reverse(out);
  return out;
}

void add_cert(CLI::App& app, CertOptions& options) {
  CLI::App& cert = *app.add_subcommand("cert", "Make a certificate and its private key");
  cert.footer(kCertHelp);
  cert.require_subcommand(1);
  struct Kind {
    const char* name;
    CertificateKind kind;
    const char* help;
    const char* name_help;
    int most_names;
  };
  constexpr int kMostServerNames = 100;
  const Kind kinds[] = {
      {"ca", CertificateKind::ca, "A certificate authority", "What the authority calls itself", 1},
      {"server", CertificateKind::server, "A server's certificate", "A host name or IP address; may be repeated",
       kMostServerNames},
      {"client", CertificateKind::client, "A client's certificate", "Who the client is", 1},
  };
  for (const Kind& kind : kinds) {
    CLI::App& made = *cert.add_subcommand(kind.name, kind.help);
    made.callback([&options, value = kind.kind] { options.kind = value; });
    made.add_option("--name", options.names, kind.name_help)->required()->expected(1, kind.most_names);
    made.add_option("--out", options.out, "Where to write: PREFIX.pem and PREFIX.key")
        ->type_name("PREFIX")
        ->check(not_empty())
        ->required();
    made.add_option("--ca", options.ca,
                    "The authority that signs, PREFIX.pem and PREFIX.key (default: it signs itself)")
        ->type_name("PREFIX")
        ->check(not_empty());
    made.add_option("--days", options.days, "How long it is valid")
        ->check(CLI::Range(1, 36'500))
        ->capture_default_str();
    made.add_option("--start", options.start, "Days from now until it becomes valid; negative: in the past")
        ->check(CLI::Range(-36'500, 36'500))
        ->capture_default_str();
    made.add_option("--key-type", options.key_type, "Kind of key")
        ->check(CLI::IsMember(key_types()))
        ->capture_default_str();
    made.add_flag("--force", options.force, "Replace files that exist");
  }
}

struct ExplainOptions {
  std::string query;
  bool json = false;
};

void add_explain(CLI::App& app, ExplainOptions& options) {
  CLI::App& explain = *app.add_subcommand("explain", "Say what an error means, in plain words");
  explain.footer(kExplainHelp);
  explain.add_option("error", options.query, "A number, a name, or a message that a program printed")
      ->type_name("CODE|NAME|TEXT")
      ->required();
  explain.add_flag("--json", options.json, "As JSON, one object a line");
}

}  // namespace

int run_command_line(int count, const char* const* words) {
  std::setlocale(LC_CTYPE, "");  // which characters the terminal can show
  ::signal(SIGPIPE, SIG_IGN);    // writing to what is closed is an error with an explanation, not a sudden death
  CLI::App app("TLS connections that explain themselves", "handfast");
  app.require_subcommand(1);
  app.footer(kExitStatuses);
  app.set_version_flag("--version", "handfast " HANDFAST_VERSION);

  ConnectOptions connect;
  ServeOptions serve;
  CertOptions cert;
  ExplainOptions explain;
  std::string plain_http_listen = "localhost:0";
  add_connect(app, connect);
  add_serve(app, serve);
  RunOptions run;
  add_run(app, run);
  DoctorOptions doctor;
  add_doctor(app, doctor);
  add_explain(app, explain);
  add_cert(app, cert);
  // For demonstrations and tests of what happens when a service does not speak TLS.
  CLI::App& plain_http = *app.add_subcommand("plain-http", "Answer every request without TLS, with 400")->group("");
  plain_http.add_option("--listen", plain_http_listen)->capture_default_str();

  if (count > 1) {
    const std::string unknown = unknown_subcommand(app, std::span(words, static_cast<std::size_t>(count)).subspan(1));
    if (!unknown.empty()) {
      print_error("handfast: " + pki::printable(unknown) + ": there is no such subcommand; handfast " +
                  (unknown == words[1] ? "" : std::string(words[1]) + " ") + "--help lists them\n");
      return static_cast<int>(ExitStatus::usage);
    }
  }
  try {
    app.parse(words_to_parse(count, words));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitStatus::usage);
  }
  ExitStatus status = ExitStatus::usage;
  if (app.got_subcommand("connect")) status = connect_command(connect);
  if (app.got_subcommand("serve")) status = serve_command(serve);
  if (app.got_subcommand("run")) status = run_command(run);
  if (app.got_subcommand("doctor")) status = doctor_command(doctor);
  if (app.got_subcommand("explain")) status = explain_command(explain.query, explain.json);
  if (app.got_subcommand("cert")) status = cert_command(cert);
  if (app.got_subcommand("plain-http")) status = plain_http_command(plain_http_listen);
  return static_cast<int>(status);
}

}  // namespace handfast::cli
