/* Being told to stop.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "interrupt.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

static const int asked[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU};
enum { N_ASKED = sizeof asked / sizeof asked[0] };

/* As people know it. */
static const char *
name_of(int number)
{
    switch (number) {
    case SIGINT:
        return "SIGINT";
    case SIGTERM:
        return "SIGTERM";
    case SIGHUP:
        return "SIGHUP";
    case SIGUSR1:
        return "SIGUSR1";
    case SIGXCPU:
        return "SIGXCPU";
    default:
        return "a signal";
    }
}

static long long
now_ms(void)
{
    struct timespec now = {0};
    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *
listen(void *context)
{
    suf_interrupt *self = context;
    struct signalfd_siginfo about;
    struct pollfd ends[2] = {
        {.fd = self->signals, .events = POLLIN}, {.fd = self->wake[0], .events = POLLIN}};
    for (;;) {
        int n = poll(ends, 2, -1);
        if ((n < 0 && errno != EINTR) || (n > 0 && ends[1].revents != 0)) {
            return NULL;
        }
        if (n <= 0 || read(self->signals, &about, sizeof about) != sizeof about) {
            continue;
        }
        if (suf_interrupt_number(self) == 0) {
            atomic_store(&self->came_at_ms, now_ms());
        }
        atomic_store(&self->number, (int) about.ssi_signo);
        if (!self->is_quiet) {
            (void) fprintf(stderr,
                "\nsuffice: %s: stopping when what is in hand is finished, or in a "
                "second; "
                "once more stops at once\n",
                name_of((int) about.ssi_signo));
        }
        /* This thread takes the next one, and with it the program ends; but a limit on
         * processor time is told again every second until the system itself ends it. */
        sigset_t next = self->set;
        (void) sigdelset(&next, SIGXCPU);
        (void) pthread_sigmask(SIG_UNBLOCK, &next, NULL);
        ends[0].fd = -1;
    }
}

static bool
is_ignored(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

/* Opens what signals come through, and starts the thread that waits for them; the
 * system's error number, or 0. */
static int
start_listening(suf_interrupt *self)
{
    enum { STACK_BYTES = 256 << 10 }; /* of 8 MiB that it would take */
    pthread_attr_t attributes;
    self->signals = signalfd(-1, &self->set, SFD_CLOEXEC);
    if (self->signals < 0 || pipe(self->wake) != 0) {
        return errno;
    }
    if (!suf_memory_can_have((size_t) 2 * STACK_BYTES)) {
        return ENOMEM; /* EAGAIN would not say so */
    }
    int error = pthread_attr_init(&attributes);
    if (error == 0) {
        error = pthread_attr_setstacksize(&attributes, STACK_BYTES);
        error =
            error == 0 ? pthread_create(&self->thread, &attributes, listen, self) : error;
        (void) pthread_attr_destroy(&attributes);
    }
    return error;
}

suf_status
suf_interrupt_start(
    suf_interrupt *self, bool is_quiet, const char *output, suf_faults *faults)
{
    *self = (suf_interrupt){.is_quiet = is_quiet, .signals = -1, .wake = {-1, -1}};
    (void) sigemptyset(&self->set);
    for (int i = 0; i < N_ASKED; i++) {
        if (!is_ignored(asked[i])) {
            (void) sigaddset(&self->set, asked[i]);
        }
    }
    int error = pthread_sigmask(SIG_BLOCK, &self->set, &self->before);
    self->is_started = error == 0;
    if (error == 0) {
        error = start_listening(self);
    }
    if (error != 0) {
        for (int i = 0; i < 2; i++) { /* tells the end that there is no thread */
            if (self->wake[i] >= 0) {
                (void) close(self->wake[i]);
            }
            self->wake[i] = -1;
        }
        suf_interrupt_end(self);
        suf_faults_add_system(faults, output, error,
            "cannot be written, as nothing would hear a signal to stop");
        return error == ENOMEM ? SUF_RAISE(SUF_ERROR_MEMORY) : SUF_RAISE(SUF_ERROR_OPEN);
    }
    return SUF_OK;
}

void
suf_interrupt_end(suf_interrupt *self)
{
    if (!self->is_started) {
        return;
    }
    if (self->wake[1] >= 0) {
        (void) close(self->wake[1]); /* the other end then reads as hung up */
        (void) pthread_join(self->thread, NULL);
        (void) close(self->wake[0]);
    }
    if (self->signals >= 0) {
        (void) close(self->signals);
    }
    if (suf_interrupt_number(self) != 0) {
        /* One may wait here, which is not to end the program before it has told all. */
        (void) sigaddset(&self->before, SIGXCPU);
    }
    (void) pthread_sigmask(SIG_SETMASK, &self->before, NULL);
    self->is_started = false;
}

bool
suf_interrupt_is_overdue(suf_interrupt *self)
{
    enum { GRACE_MS = 1000 };
    return suf_interrupt_number(self) != 0 &&
           now_ms() - atomic_load(&self->came_at_ms) > GRACE_MS;
}

int
suf_interrupt_number(suf_interrupt *self)
{
    return atomic_load(&self->number);
}

void
suf_interrupt_tell(suf_interrupt *self, suf_status status, suf_faults *faults)
{
    suf_fault_place place = {0};
    if (status == SUF_ERROR_INTERRUPTED) {
        suf_faults_add(
            faults, &place, "stopped by %s", name_of(suf_interrupt_number(self)));
    }
}
