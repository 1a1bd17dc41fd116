// SPDX-License-Identifier: Apache-2.0
//
// Goes before libc (LD_PRELOAD) and adds whole seconds to the wall clock of one process; monotonic clocks, timers and
// waits are the kernel's. The seconds are a 64-bit number, in the byte order of the machine, in the file that
// WALLCLOCK_OFFSET names; whoever writes there sets the clock at once.
//
// libfaketime is not used: a JVM that it is loaded into spins in pthread_cond_timedwait and does not end.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int (*next_clock_gettime)(clockid_t, struct timespec *);
static const volatile int64_t *offset_s;

__attribute__((constructor)) static void open_offset(void)
{
    const char *name = getenv("WALLCLOCK_OFFSET");
    const int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    void *memory = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(*offset_s), PROT_READ, MAP_SHARED, fd, 0);

    next_clock_gettime = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    if (memory == MAP_FAILED || !next_clock_gettime)
    {
        fprintf(stderr, "wallclock: no offset in the file '%s' (WALLCLOCK_OFFSET)\n", name ? name : "");
        abort();
    }
    offset_s = memory;
    close(fd);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (!offset_s)
    {
        open_offset();
    }
    const int result = next_clock_gettime(clock, now);
    if (0 == result && (CLOCK_REALTIME == clock || CLOCK_REALTIME_COARSE == clock))
    {
        now->tv_sec += *offset_s;
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec precise;

    (void)zone;
    const int result = clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return result;
}

time_t time(time_t *store)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    if (store)
    {
        *store = now.tv_sec;
    }
    return now.tv_sec;
}
