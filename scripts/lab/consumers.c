/*
 * Many consumers of the event stream in one process: each follows redirects, comes back with Last-Event-ID when its
 * stream ends, and counts the numbers that it misses or sees twice.
 *
 *   consumers COUNT SLOW SINCE PORT...
 *
 * SLOW of the COUNT read some KB per second only; all begin after the event numbered SINCE. Commands come line by line:
 *
 *   phase NAME   what is delivered from now on is counted under this name
 *   fast         the slow ones connect anew, where some may still drain what the kernel kept of a leader that was killed, and
 *                read as the others do
 *   report       one line of JSON
 *
 * The end of the input ends it. Times of delivery (from an event's own time to its arrival), attached and reconnects are
 * of those that are not slow.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTING, HEAD, STREAM, WAITING };
enum { FRAME_LIMIT = 1 << 20, MILLIS = 60000, PHASES = 16, PAUSE_MS = 250, TICK_MS = 100, SLOW_BYTES = 2048 };

struct consumer {
  int fd, state, slow, throttled, port, next;
  long last, due;
  char *buffer;
  size_t length, size;
};

struct phase {
  char name[32];
  long count;
  int *times;
};

static struct consumer *consumers;
static int count, slow, ports[16], port_count, poller;
static struct phase phases[PHASES];
static int phase_count, attached;
static long delivered, gaps, duplicates, reconnects, refused;
static char refusal[128];

static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000L + t.tv_nsec / 1000000;
}

static void die(const char *what) {
  fprintf(stderr, "consumers: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void begin_phase(const char *name) {
  if (phase_count == PHASES) { errno = E2BIG; die("phases"); }
  struct phase *p = &phases[phase_count++];
  snprintf(p->name, sizeof p->name, "%s", name);
  p->times = calloc(MILLIS + 1, sizeof *p->times);
  if (!p->times) die("phase");
}

static void watch(struct consumer *c, int what) {
  struct epoll_event e = {.events = what, .data.ptr = c};
  if (epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &e) < 0) die("epoll_ctl");
}

static void later(struct consumer *c) {
  if (c->fd >= 0) {
    close(c->fd);
    c->fd = -1;
    if (c->state == STREAM && !c->slow) { attached--; reconnects++; }
  }
  c->state = WAITING;
  c->due = now_ms() + PAUSE_MS / 2 + rand() % PAUSE_MS;
  c->port = ports[c->next++ % port_count];
}

static void begin(struct consumer *c) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(c->port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->length = 0;
  c->state = CONNECTING;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (c->fd < 0) die("socket");
  if (c->throttled) {
    int small = 4096; /* what the kernel takes in is not read yet */
    setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  }
  struct epoll_event e = {.events = EPOLLOUT, .data.ptr = c};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &e) < 0) die("epoll_ctl");
  if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) later(c);
}

static void ask(struct consumer *c) {
  char text[512];
  /* Of HTTP/1.0, so that the body is the stream as it is, up to the end of the connection. */
  int n = snprintf(text, sizeof text,
                   "GET /v2/events?plan-format=light HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                   "Last-Event-ID: %ld\r\n\r\n", c->last);
  if (send(c->fd, text, n, MSG_NOSIGNAL) != n) { later(c); return; }
  c->state = HEAD;
  watch(c, EPOLLIN);
}

static long days(long y, long m, long d) {
  y -= m <= 2;
  long era = y / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* Of 2026-01-02T03:04:05.678Z; -1 if it is none. */
static long millis(const char *t) {
  int y, mo, d, h, mi, s, ms;
  if (sscanf(t, "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &y, &mo, &d, &h, &mi, &s, &ms) != 7) return -1;
  return (((days(y, mo, d) * 24 + h) * 60 + mi) * 60L + s) * 1000 + ms;
}

static void event(struct consumer *c, char *frame, size_t length, long now) {
  static long told = -1, told_at; /* the same event mostly comes to many in a row */
  char *id = !strncmp(frame, "id:", 3) ? frame : memmem(frame, length, "\nid:", 4);
  if (!id) return;
  long number = strtol(strchr(id, ':') + 1, NULL, 10);
  delivered++;
  if (number <= c->last) { duplicates++; return; }
  if (number != c->last + 1) gaps++;
  c->last = number;
  if (c->slow) return;
  if (number != told) {
    char *at = memmem(frame, length, "\"timestamp\":\"", 13);
    told = number;
    told_at = at ? millis(at + 13) : -1;
  }
  if (told_at < 0) return;
  struct phase *p = &phases[phase_count - 1];
  long took = now - told_at;
  p->times[took < 0 ? 0 : took > MILLIS ? MILLIS : took]++;
  p->count++;
}

static void frames(struct consumer *c) {
  char *from = c->buffer, *end = c->buffer + c->length, *stop;
  long now = now_ms();
  while ((stop = memmem(from, end - from, "\r\n\r\n", 4))) {
    *stop = 0;
    event(c, from, stop - from, now);
    from = stop + 4;
  }
  c->length = end - from;
  memmove(c->buffer, from, c->length);
}

static void head(struct consumer *c) {
  char *stop = memmem(c->buffer, c->length, "\r\n\r\n", 4);
  if (!stop) return;
  *stop = 0;
  int status = c->length > 12 ? atoi(c->buffer + 9) : 0;
  char *location = strcasestr(c->buffer, "\nlocation: http://");
  if (status == 200) {
    size_t rest = c->buffer + c->length - (stop + 4);
    memmove(c->buffer, stop + 4, rest);
    c->length = rest;
    c->state = STREAM;
    attached += !c->slow;
    if (c->throttled) watch(c, 0);
    frames(c);
  } else if ((status == 307 || status == 302) && location && strchr(location + 18, ':')) {
    int port = atoi(strchr(location + 18, ':') + 1);
    close(c->fd);
    c->fd = -1;
    c->port = port;
    c->state = WAITING;
    c->due = 0;
  } else {
    if (status < 500) {
      refused++;
      snprintf(refusal, sizeof refusal, "%.100s", c->buffer);
    }
    later(c);
  }
}

/* At most this much; all that is there if 0. */
static void take(struct consumer *c, size_t most) {
  while (c->fd >= 0) {
    if (c->size - c->length < 65536) {
      c->size += 65536;
      if (c->size > FRAME_LIMIT || !(c->buffer = realloc(c->buffer, c->size))) { errno = E2BIG; die("frame"); }
    }
    size_t room = most && most < 65536 ? most : 65535;
    ssize_t n = recv(c->fd, c->buffer + c->length, room, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) { later(c); return; }
    c->length += n;
    c->buffer[c->length] = 0;
    if (c->state == HEAD) head(c); else frames(c);
    if (most || n < (ssize_t)room) return;
  }
}

static int percentile(struct phase *p, double part) {
  long below = 0;
  for (int i = 0; i <= MILLIS; i++) {
    below += p->times[i];
    if (below && below >= part * p->count) return i;
  }
  return 0;
}

static void report(void) {
  long lowest = -1, highest = -1;
  for (int i = 0; i < count; i++) {
    long last = consumers[i].last;
    if (lowest < 0 || last < lowest) lowest = last;
    if (last > highest) highest = last;
  }
  printf("{\"attached\":%d,\"delivered\":%ld,\"gaps\":%ld,\"duplicates\":%ld,\"reconnects\":%ld,\"refused\":%ld,"
         "\"refusal\":\"%.*s\",\"lowest\":%ld,\"highest\":%ld,\"phases\":{",
         attached, delivered, gaps, duplicates, reconnects, refused, (int)strcspn(refusal, "\"\r\n\\"), refusal, lowest,
         highest);
  for (int i = 0; i < phase_count; i++) {
    struct phase *p = &phases[i];
    printf("%s\"%s\":{\"count\":%ld,\"p50\":%d,\"p99\":%d,\"max\":%d}", i ? "," : "", p->name, p->count,
           percentile(p, 0.5), percentile(p, 0.99), percentile(p, 1));
  }
  printf("}}\n");
  fflush(stdout);
}

static void command(char *line) {
  if (!strncmp(line, "phase ", 6)) {
    begin_phase(line + 6);
  } else if (!strcmp(line, "report")) {
    report();
  } else if (!strcmp(line, "fast")) {
    for (int i = 0; i < count; i++) {
      struct consumer *c = &consumers[i];
      if (c->throttled && c->state == STREAM) later(c);
      c->throttled = 0;
    }
  }
}

static void commands(void) {
  static char text[4096];
  static size_t length;
  ssize_t n = read(0, text + length, sizeof text - 1 - length);
  if (n <= 0) exit(0);
  length += n;
  text[length] = 0;
  char *from = text, *end;
  while ((end = strchr(from, '\n'))) {
    *end = 0;
    command(from);
    from = end + 1;
  }
  length = strlen(from);
  memmove(text, from, length + 1);
}

static void tick(long now) {
  static long slow_due;
  int turn = now >= slow_due;
  if (turn) slow_due = now + TICK_MS;
  for (int i = 0; i < count; i++) {
    struct consumer *c = &consumers[i];
    if (c->state == WAITING && now >= c->due) begin(c);
    else if (turn && c->throttled && c->state == STREAM) take(c, SLOW_BYTES);
  }
}

int main(int argc, char **argv) {
  if (argc < 5 || argc - 4 > 16) { fprintf(stderr, "usage: consumers COUNT SLOW SINCE PORT...\n"); return 2; }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  count = atoi(argv[1]);
  slow = atoi(argv[2]);
  for (int i = 4; i < argc; i++) ports[port_count++] = atoi(argv[i]);
  consumers = calloc(count, sizeof *consumers);
  poller = epoll_create1(0);
  struct epoll_event input = {.events = EPOLLIN, .data.ptr = NULL};
  if (!consumers || poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, 0, &input) < 0) die("start");
  begin_phase("begin");
  for (int i = 0; i < count; i++) {
    struct consumer *c = &consumers[i];
    c->fd = -1;
    c->slow = c->throttled = i < slow;
    c->last = atol(argv[3]);
    c->next = i;
    later(c);
    c->due = now_ms() + i; /* a thousand per second */
  }
  struct epoll_event ready[256];
  for (long last_tick = 0;;) {
    int n = epoll_wait(poller, ready, 256, 10);
    for (int i = 0; i < n; i++) {
      struct consumer *c = ready[i].data.ptr;
      if (!c) commands();
      else if (c->fd < 0) continue;
      else if (c->state == CONNECTING) ready[i].events & (EPOLLERR | EPOLLHUP) ? later(c) : ask(c);
      else take(c, c->throttled && c->state == STREAM ? SLOW_BYTES : 0);
    }
    long now = now_ms();
    if (now - last_tick >= 10) { tick(now); last_tick = now; }
  }
}
