// The load generator of the latency measure: members of one meeting, and their leader, in one loop over epoll.
// It reads 1,000 sockets in a fraction of the time that a server needs to write them, so that the tail that it
// measures is the server's.
//
// Arguments: port, number of members, their request, the text that shows that a stream is live, pause in ms.
// Each line on stdin announces a break: the text that each member must receive once, and the size of the leader's
// request, which follows. It prints the nanoseconds from that request until the last member has the text.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BYTES = 1 << 16, EVENTS = 512, TEXT = 128, PER_ADDRESS = 5000, HEAR_WITHIN_MS = 60000 };

// A connection keeps the end of what it read, where a text may have begun. `heard` counts the texts.
struct connection { int fd, kept, heard; char tail[TEXT]; };
static struct connection *members, leader;
static char bytes[TEXT + BYTES];
static int poller, count, missing; // Of the members and the leader, how many have not heard yet.
static long long last;             // When the last member heard.

static void fail(const char *why) { fprintf(stderr, "%s\n", why), exit(1); }

static long long now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

// Opens a socket from one of several loopback addresses, because each has its own ports.
static int open_socket(int port, int nth) {
  int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(0x7f000001)};
  struct sockaddr_in from = {.sin_family = AF_INET};
  from.sin_addr.s_addr = htonl(0x7f000101 + getpid() % 200 * 256 + nth / PER_ADDRESS);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&from, sizeof from)) fail("no address to connect from");
  if (connect(fd, (struct sockaddr *)&to, sizeof to)) fail("no connection");
  return fd;
}

static void watch(struct connection *one) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
  epoll_ctl(poller, EPOLL_CTL_ADD, one->fd, &event);
}

// Reads what has arrived; returns the number of occurrences of the text in it.
static int read_for(struct connection *one, const char *text) {
  int size = strlen(text), times = 0;
  memcpy(bytes, one->tail, one->kept);
  ssize_t more = recv(one->fd, bytes + one->kept, BYTES, 0);
  if (more <= 0) fail("a stream ended");
  char *from = bytes, *end = bytes + one->kept + more, *at;
  for (; (at = memmem(from, end - from, text, size)); times++) from = at + size;
  one->kept = end - from < size - 1 ? end - from : size - 1;
  memcpy(one->tail, end - one->kept, one->kept);
  return times;
}

// Reads until all have the text, or until the time is over if nobody is missing.
static void run(const char *text, int ms) {
  struct epoll_event events[EVENTS];
  for (long long end = now() + ms * 1000000LL; missing || end > now();) {
    int ready = epoll_wait(poller, events, EVENTS, missing ? HEAR_WITHIN_MS : 1 + (end - now()) / 1000000);
    if (missing && !ready) fail("not all members heard a break");
    for (int i = 0; i < ready; i++) {
      struct connection *one = events[i].data.ptr;
      int times = read_for(one, one == &leader ? "HTTP/1.1 2" : text);
      missing -= times;
      if (times && one != &leader) last = now();
      if ((one->heard += times) > 1) fail("a break came twice");
    }
    if (missing == 0 && ms == 0) return;
  }
}

int main(int argc, char **argv) {
  if (argc != 6) fail("five arguments");
  int port = atoi(argv[1]), pause = atoi(argv[5]);
  count = atoi(argv[2]);
  members = calloc(count, sizeof *members);
  poller = epoll_create1(0);
  for (int i = 0; i < count; i++) {
    members[i].fd = open_socket(port, i);
    send(members[i].fd, argv[3], strlen(argv[3]), 0);
    while (!read_for(&members[i], argv[4]));
    watch(&members[i]);
  }
  leader.fd = open_socket(port, count);
  watch(&leader);
  static char line[256], text[TEXT], post[BYTES];
  for (int size; fgets(line, sizeof line, stdin) && sscanf(line, "%127s %d", text, &size) == 2;) {
    if (size > BYTES || fread(post, 1, size, stdin) != (size_t)size) fail("no request of the leader");
    for (int i = 0; i < count; i++) members[i].heard = 0;
    leader.heard = 0;
    missing = count + 1;
    long long begun = now();
    send(leader.fd, post, size, 0);
    run(text, 0);
    printf("%lld\n", last - begun), fflush(stdout);
    run(text, pause);
  }
}
