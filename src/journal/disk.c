/* Files written whole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

int
suf_disk_write(int file, const void *bytes, size_t n, uint64_t offset)
{
    const unsigned char *rest = bytes;
    while (n > 0) {
        ssize_t written = pwrite(file, rest, n, (off_t) offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return written < 0 ? errno : ENOSPC;
        }
        rest += written;
        offset += (uint64_t) written;
        n -= (size_t) written;
    }
    return 0;
}

int
suf_disk_read(int file, void *bytes, size_t n, uint64_t offset, size_t *got)
{
    unsigned char *rest = bytes;
    *got = 0;
    while (*got < n) {
        ssize_t read_now = pread(file, rest + *got, n - *got, (off_t) (offset + *got));
        if (read_now < 0 && errno == EINTR) {
            continue;
        }
        if (read_now < 0) {
            return errno;
        }
        if (read_now == 0) {
            break;
        }
        *got += (size_t) read_now;
    }
    return 0;
}

static int
sync_opened(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    if (file < 0) {
        return errno;
    }
    int error = fsync(file) == 0 ? 0 : errno;
    (void) close(file);
    return error;
}

int
suf_disk_sync(const char *path)
{
    return sync_opened(path, O_RDWR);
}

int
suf_disk_sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return sync_opened(".", O_RDONLY | O_DIRECTORY);
    }
    char *folder = NULL;
    size_t length = slash == path ? 1 : (size_t) (slash - path);
    if (suf_text_copy_n(path, length, &folder) != SUF_OK) {
        return ENOMEM;
    }
    int error = sync_opened(folder, O_RDONLY | O_DIRECTORY);
    free(folder);
    /* Some file systems have nothing to sync in a folder and say so. */
    return error == EINVAL ? 0 : error;
}

suf_status
suf_disk_path(const char *path, const char *ending, char **out)
{
    size_t length = strlen(path);
    size_t ending_length = strlen(ending);
    suf_status status = suf_array_new(length + ending_length + 1, 1, out);
    if (status == SUF_OK) {
        memcpy(*out, path, length);
        memcpy(*out + length, ending, ending_length);
    }
    return status;
}
