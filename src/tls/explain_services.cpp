#include "tls/explain_services.hpp"

namespace handfast::tls {

namespace {

constexpr Service kServices[] = {
    {"HTTP", "443", "80", ""},
    {"SMTP", "465", "25", "smtp", "587"},  // RFC 8314, 3.3; RFC 3207
    {"IMAP", "993", "143", "imap"},        // RFC 8314, 3.2; RFC 9051, 6.2.1
    {"POP3", "995", "110", "pop3"},        // RFC 8314, 3.1; RFC 2595, 4
    {"FTP", "990", "21", "ftp"},           // RFC 4217
    {"XMPP", "5223", "5222", "xmpp", "5269"},
    {"LDAP", "636", "389", "ldap"},  // RFC 4511, 4.14
    {"PostgreSQL", "", "5432", "postgres"},
    {"AMQP", "5671", "5672", ""},
};

}  // namespace

const Service* find_service(std::string_view name) {
  for (const Service& service : kServices)
    if (service.name == name) return &service;
  return nullptr;
}

const Service* service_on_port(std::string_view port) {
  for (const Service& service : kServices)
    if (!port.empty() && !service.starttls.empty() && (service.plain_port == port || service.also_port == port))
      return &service;
  return nullptr;
}

}  // namespace handfast::tls
