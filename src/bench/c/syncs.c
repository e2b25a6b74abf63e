/*
 * Counts the syncs of one process and can make each of them slower, to measure on one disk how another would do.
 *
 * LD_PRELOAD this library; BENCH_SYNCS names a file of at least 8 bytes that will hold the count (native endian), and
 * BENCH_SYNC_DELAY_US what each sync takes longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static _Atomic uint64_t *count;
static struct timespec delay;
static int (*next_fsync)(int);
static int (*next_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("BENCH_SYNCS");
  const char *micros = getenv("BENCH_SYNC_DELAY_US");
  next_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  next_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  if (file != NULL) {
    int fd = open(file, O_RDWR);
    if (fd >= 0) {
      void *page = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      count = page == MAP_FAILED ? NULL : page;
      close(fd);
    }
  }
  if (micros != NULL) {
    long us = strtol(micros, NULL, 10);
    delay.tv_sec = us / 1000000;
    delay.tv_nsec = us % 1000000 * 1000;
  }
}

static int done(int result) {
  if (count != NULL) {
    ++*count;
  }
  if (delay.tv_sec != 0 || delay.tv_nsec != 0) {
    nanosleep(&delay, NULL);
  }
  return result;
}

int fsync(int fd) { return done(next_fsync(fd)); }

int fdatasync(int fd) { return done(next_fdatasync(fd)); }
