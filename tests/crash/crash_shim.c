/* Preloaded before the program: kills it, or fails a call, at the k-th call that changes
 * a file. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counted are open with O_CREAT or O_TRUNC, fopen for writing, pwrite, write, ftruncate,
 * fdatasync, fsync, rename and unlink. Writes to descriptors 0, 1 and 2 are not.
 *
 *   CRASH_AT=k       0: none
 *   CRASH_HOW=kill   SIGKILL before the call
 *             torn   the same, but a write is first done by half
 *             fail   the call fails: no space left on device; later ones work
 *   CRASH_COUNT=FILE the number of calls, at the end
 *   CRASH_LIBC=V     the C library tells this version, as on another machine
 *   CRASH_FLOCK=E    flock fails with this error number, as on a file system without it
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/types.h>
#include <unistd.h>

enum how { KILL, TORN, FAIL };

static atomic_long n_calls;
static long at = -1;
static enum how how = KILL;

static void *
real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void
begin(void)
{
    const char *at_text = getenv("CRASH_AT");
    const char *how_text = getenv("CRASH_HOW");
    at = at_text != NULL ? strtol(at_text, NULL, 10) : 0;
    how = how_text == NULL                ? KILL
          : strcmp(how_text, "torn") == 0 ? TORN
          : strcmp(how_text, "fail") == 0 ? FAIL
                                          : KILL;
}

__attribute__((destructor)) static void
end(void)
{
    const char *path = getenv("CRASH_COUNT");
    if (path != NULL) {
        FILE *(*open_file)(const char *, const char *) =
            (FILE * (*) (const char *, const char *) ) real("fopen");
        FILE *file = open_file(path, "w");
        if (file != NULL) {
            (void) fprintf(file, "%ld\n", (long) n_calls);
            (void) fclose(file);
        }
    }
}

static void
die(void)
{
    (void) kill(getpid(), SIGKILL);
    for (;;) {
        (void) pause();
    }
}

/* Counts a call; true when it is the one and is to fail. */
static bool
is_hit(void)
{
    bool is_it = atomic_fetch_add(&n_calls, 1) + 1 == at;
    if (is_it && how == KILL) {
        die();
    }
    if (is_it && how == FAIL) {
        errno = ENOSPC;
        return true;
    }
    return is_it;
}

ssize_t
pwrite(int file, const void *bytes, size_t n, off_t offset)
{
    ssize_t (*next)(int, const void *, size_t, off_t) =
        (ssize_t(*)(int, const void *, size_t, off_t)) real("pwrite");
    if (is_hit()) {
        if (how == FAIL) {
            return -1;
        }
        (void) next(file, bytes, n / 2, offset);
        die();
    }
    return next(file, bytes, n, offset);
}

ssize_t
pwrite64(int file, const void *bytes, size_t n, off_t offset)
{
    return pwrite(file, bytes, n, offset);
}

ssize_t
write(int file, const void *bytes, size_t n)
{
    ssize_t (*next)(int, const void *, size_t) =
        (ssize_t(*)(int, const void *, size_t)) real("write");
    if (file > 2 && is_hit()) {
        if (how == FAIL) {
            return -1;
        }
        (void) next(file, bytes, n / 2);
        die();
    }
    return next(file, bytes, n);
}

/* A call of one kind that is not done by half: torn counts as killed before it. */
#define SIMPLE(result, name, parameters, arguments)                                      \
    result name parameters                                                               \
    {                                                                                    \
        result(*next) parameters = (result(*) parameters) real(#name);                   \
        if (is_hit()) {                                                                  \
            if (how == TORN) {                                                           \
                die();                                                                   \
            }                                                                            \
            return -1;                                                                   \
        }                                                                                \
        return next arguments;                                                           \
    }

SIMPLE(int, ftruncate, (int file, off_t n), (file, n))
SIMPLE(int, ftruncate64, (int file, off_t n), (file, n))
SIMPLE(int, fdatasync, (int file), (file))
SIMPLE(int, fsync, (int file), (file))
SIMPLE(int, rename, (const char *from, const char *to), (from, to))
SIMPLE(int, unlink, (const char *path), (path))

int
flock(int file, int operation)
{
    int (*next)(int, int) = (int (*)(int, int)) real("flock");
    const char *error = getenv("CRASH_FLOCK");
    if (error != NULL) {
        errno = (int) strtol(error, NULL, 10);
        return -1;
    }
    return next(file, operation);
}

const char *
gnu_get_libc_version(void)
{
    const char *version = getenv("CRASH_LIBC");
    const char *(*next)(void) = (const char *(*) (void) ) real("gnu_get_libc_version");
    return version != NULL ? version : next();
}

static int
open_any(const char *name, const char *path, int flags, mode_t mode)
{
    int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...)) real(name);
    if ((flags & (O_CREAT | O_TRUNC)) != 0 && is_hit()) {
        if (how == TORN) {
            die();
        }
        return -1;
    }
    return next(path, flags, mode);
}

static mode_t
mode_of(int flags, va_list list)
{
    return (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
}

int
open(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = mode_of(flags, list);
    va_end(list);
    return open_any("open", path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = mode_of(flags, list);
    va_end(list);
    return open_any("open64", path, flags, mode);
}

FILE *
fopen(const char *path, const char *how_opened)
{
    FILE *(*next)(const char *, const char *) =
        (FILE * (*) (const char *, const char *) ) real("fopen");
    if (strpbrk(how_opened, "wa+") != NULL && is_hit()) {
        if (how == TORN) {
            die();
        }
        return NULL;
    }
    return next(path, how_opened);
}
