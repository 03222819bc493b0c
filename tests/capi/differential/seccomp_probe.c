/* Whether sessions live with the system calls of docs/api-behaviour.md, 15, once the library is set up; any other one ends
   the process:
     seccomp_probe CHAIN KEY ROOT PRIORITY */
#include <fcntl.h>
#include <gnutls/x509.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "pair.h"

static const unsigned allowed[] = {
    __NR_recvfrom, __NR_recvmsg,   __NR_sendto, __NR_sendmsg, __NR_read,          __NR_readv,      __NR_write,
    __NR_writev,   __NR_ppoll,     __NR_brk,    __NR_mmap,    __NR_munmap,        __NR_mremap,     __NR_madvise,
    __NR_close,    __NR_getrandom, __NR_futex,  __NR_getpid,  __NR_clock_gettime, __NR_exit_group, __NR_gettimeofday,
#ifdef __NR_poll
    __NR_poll,     __NR_time,
#endif
};
enum { ALLOWED = sizeof allowed / sizeof *allowed };

static void allow_only(void) {
  struct sock_filter filter[ALLOWED + 3];
  unsigned short length = 0;
  const unsigned kill = SECCOMP_RET_KILL_PROCESS, allow = SECCOMP_RET_ALLOW;
  filter[length++] =
      (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, nr));
  for (unsigned i = 0; i < ALLOWED; ++i)
    filter[length++] =
        (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], (unsigned char)(ALLOWED - i), 0);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, kill);
  filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, allow);
  const struct sock_fprog program = {length, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    printf("no filter can be set\n");
    exit(0);
  }
}

static gnutls_session_t session(unsigned flags, int descriptor, const char* priority,
                                gnutls_certificate_credentials_t credentials) {
  gnutls_session_t out;
  if (gnutls_init(&out, flags | GNUTLS_NONBLOCK) != 0) exit(2);
  if (gnutls_priority_set_direct(out, priority, NULL) != 0) exit(2);
  gnutls_credentials_set(out, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int(out, descriptor);
  return out;
}

static int settle(gnutls_session_t one, gnutls_session_t other) {
  int a = GNUTLS_E_AGAIN, b = GNUTLS_E_AGAIN;
  for (int round = 0; round < MAX_ROUNDS && (a != 0 || b != 0); ++round) {
    if (a != 0) a = gnutls_handshake(one);
    if (b != 0) b = gnutls_handshake(other);
    if ((a < 0 && !pair_waits(a)) || (b < 0 && !pair_waits(b))) break;
  }
  return a != 0 ? a : b;
}

static long echo(gnutls_session_t from, gnutls_session_t to) {
  static char data[20000], got[20000];
  long total = 0;
  for (int i = 0; i < 4; ++i) {
    if (gnutls_record_send(from, data, 10000) != 10000) return -1;
    while (total < 10000 * (i + 1)) {
      long more = (long)gnutls_record_recv(to, got, sizeof got);
      if (more == GNUTLS_E_AGAIN) continue;
      if (more <= 0) return more;
      total += more;
    }
  }
  return total;
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  gnutls_certificate_credentials_t credentials;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 2;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  gnutls_global_init();
  gnutls_certificate_allocate_credentials(&credentials);
  printf("key %d\n", gnutls_certificate_set_x509_key_file(credentials, argv[1], argv[2], GNUTLS_X509_FMT_PEM));
  printf("trust %d\n", gnutls_certificate_set_x509_trust_file(credentials, argv[3], GNUTLS_X509_FMT_PEM));
  fflush(stdout);
  allow_only();
  gnutls_session_t client = session(GNUTLS_CLIENT, ends[0], argv[4], credentials);
  gnutls_session_t server = session(GNUTLS_SERVER, ends[1], argv[4], credentials);
  gnutls_session_set_verify_cert(client, "localhost", 0);
  gnutls_certificate_server_set_request(server, GNUTLS_CERT_REQUEST);
  printf("handshake %d\n", settle(client, server));
  printf("data %ld %ld\n", echo(client, server), echo(server, client));
  printf("bye %d\n", gnutls_bye(client, GNUTLS_SHUT_WR));
  gnutls_deinit(client);
  gnutls_deinit(server);
  gnutls_certificate_free_credentials(credentials);
  printf("alive\n");
  return 0;
}
