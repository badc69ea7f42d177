/* The place of an output.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

static suf_status
fault(const char *path, suf_status status, int error_number, const char *what,
    suf_faults *faults)
{
    suf_faults_add_system(faults, path, error_number, what);
    return status;
}

/* Where one link leads, seen from the folder that it is in; *length 0: it is no link. */
static suf_status
follow(const char *path, char target[PATH_MAX], size_t *length, suf_faults *faults)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t) (slash - path) + 1 : 0;
    *length = 0;
    ssize_t n = folder < PATH_MAX ? readlink(path, target, PATH_MAX - 1) : -1;
    if (n <= 0) {
        return SUF_OK; /* what else is wrong with it shows when it is opened */
    }
    if (target[0] == '/') {
        folder = 0;
    }
    if (folder + (size_t) n >= PATH_MAX) {
        return fault(path, SUF_RAISE(SUF_ERROR_OPEN), ENAMETOOLONG,
            "is a link that cannot be followed", faults);
    }
    memmove(target + folder, target, (size_t) n);
    memcpy(target, path, folder);
    *length = folder + (size_t) n;
    target[*length] = '\0';
    return SUF_OK;
}

suf_status
suf_output_resolve(const char *path, char **out, suf_faults *faults)
{
    enum { MOST_LINKS = 40 }; /* as of Linux */
    char target[PATH_MAX];
    size_t length = 0;
    char *here = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_text_copy(path, &here));
    for (int i = 0; i < MOST_LINKS; i++) {
        SUF_TRY(follow(here, target, &length, faults));
        if (length == 0) {
            *out = here;
            return SUF_OK;
        }
        free(here);
        here = NULL;
        SUF_TRY(suf_text_copy_n(target, length, &here));
    }
    status = fault(path, SUF_RAISE(SUF_ERROR_OPEN), ELOOP,
        "is a link that cannot be followed", faults);
out:
    free(here);
    *out = NULL;
    return status;
}

suf_status
suf_output_check(const char *path, bool *is_there, suf_faults *faults)
{
    suf_fault_place place = {.file = path};
    size_t length = strlen(path);
    struct stat about;
    *is_there = false;
    if (length == 0 || path[length - 1] == '/') {
        suf_faults_add(faults, &place, "is not a file name; give the output as FILE.h5");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    if (stat(path, &about) != 0) {
        return errno == ENOENT ? SUF_OK
                               : fault(path, SUF_RAISE(SUF_ERROR_OPEN), errno,
                                     "cannot be written", faults);
    }
    if (!S_ISREG(about.st_mode)) {
        suf_faults_add(faults, &place, "cannot be written: %s",
            S_ISDIR(about.st_mode) ? "it is a folder" : "it is not an ordinary file");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    *is_there = true;
    return SUF_OK;
}

suf_status
suf_output_refuse(const char *path, const char *original, bool force, suf_faults *faults)
{
    suf_fault_place place = {.file = path, .hint = "--force replaces it"};
    struct stat output;
    struct stat other;
    if (stat(path, &output) != 0) {
        return SUF_OK; /* absent; whatever else is wrong shows when it is opened */
    }
    if (stat(original, &other) == 0 && output.st_dev == other.st_dev &&
        output.st_ino == other.st_ino) {
        place.hint = NULL;
        suf_faults_add(faults, &place, "is %s itself; -o must name another file",
            strcmp(path, original) == 0 ? "the file" : original);
        return SUF_RAISE(SUF_ERROR_EXISTS);
    }
    if (!force) {
        suf_faults_add(faults, &place, "exists already");
        return SUF_RAISE(SUF_ERROR_EXISTS);
    }
    return SUF_OK;
}

/* --- the lock ------------------------------------------------------------------------
 */

bool
suf_output_leads_to(const char *path, int file)
{
    struct stat opened;
    struct stat named;
    return fstat(file, &opened) == 0 && stat(path, &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/* A file system may have no locks (some of clusters, NFS without its lock daemon). */
static bool
has_no_locks(int error)
{
    return error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS;
}

static bool
is_growing(int file)
{
    const struct timespec second = {.tv_sec = 1};
    struct stat before;
    struct stat after;
    if (fstat(file, &before) != 0 || before.st_size == 0) {
        return false; /* nobody has begun it */
    }
    (void) nanosleep(&second, NULL);
    return fstat(file, &after) == 0 && after.st_size != before.st_size;
}

/* Opens and locks the file once; *file stays -1 when its name leads to another by now (a
 * run that ended in between has removed it), or the call was interrupted. */
static suf_status
lock_once(const char *path, int *file, int *lock_error, suf_faults *faults)
{
    *lock_error = 0;
    int opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (opened < 0) {
        return errno == EINTR ? SUF_OK
                              : fault(path, SUF_RAISE(SUF_ERROR_OPEN), errno,
                                    "cannot be created", faults);
    }
    int error = flock(opened, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (has_no_locks(error)) {
        *lock_error = error;
        error = is_growing(opened) ? EWOULDBLOCK : 0;
    }
    if (error != 0) {
        (void) close(opened);
        return error == EINTR ? SUF_OK
               : error == EWOULDBLOCK
                   ? fault(path, SUF_RAISE(SUF_ERROR_LOCKED), 0,
                         "is in use: another run is writing this output", faults)
                   : fault(path, SUF_RAISE(SUF_ERROR_OPEN), error, "cannot be locked",
                         faults);
    }
    if (!suf_output_leads_to(path, opened)) {
        (void) close(opened);
        return SUF_OK;
    }
    *file = opened;
    return SUF_OK;
}

suf_status
suf_output_lock(const char *path, int *file, int *lock_error, suf_faults *faults)
{
    suf_status status = SUF_OK;
    *file = -1;
    for (int attempt = 0; attempt < 100 && *file < 0 && status == SUF_OK; attempt++) {
        status = lock_once(path, file, lock_error, faults);
    }
    if (status == SUF_OK && *file < 0) {
        status = fault(path, SUF_RAISE(SUF_ERROR_LOCKED), 0,
            "is in use: other runs keep writing this output", faults);
    }
    return status;
}

void
suf_output_unlock(const char *path, int *file)
{
    struct stat about;
    if (*file < 0) {
        return;
    }
    if (fstat(*file, &about) == 0 && about.st_size == 0) {
        (void) unlink(path); /* before the lock goes with the descriptor */
    }
    (void) close(*file);
    *file = -1;
}
