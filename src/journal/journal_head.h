/* The head of a journal, and the frames of texts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Magic, a header frame, a text frame of each resolved scenario. The payload of the
 * header: version u32, scenarios u32, fingerprint u64, seed u64, then the facts of the
 * build that began it (suf_build_facts_texts), each with its NUL. That of a text: length
 * u64, compressed text; that of an origin or a folder has the scenario u64 before it. */
#ifndef SUF_JOURNAL_JOURNAL_HEAD_H
#define SUF_JOURNAL_JOURNAL_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "journal/frame.h"
#include "journal/provenance.h"

enum {
    SUF_JOURNAL_VERSION = 3,
    SUF_JOURNAL_MAGIC_BYTES = 8,
    SUF_JOURNAL_HEADER_BYTES = 24
};

/* The bytes of a head: what a journal of these scenarios begins with. *out is owned by
 * the caller. */
SUF_MUST_CHECK suf_status suf_journal_head(
    const suf_provenance *provenance, unsigned char **out, size_t *n);

/* True when n bytes begin as a journal does; fewer than the magic may be its beginning.
 */
bool suf_journal_is_head(const unsigned char *bytes, size_t n);
bool suf_journal_may_be_head(const unsigned char *bytes, size_t n);
/* True when `found`, as many bytes as `head`, is that head with some of them damaged: its
 * fingerprint, or the checksum over it, is right. */
bool suf_journal_is_damaged_head(const unsigned char *found, const unsigned char *head);
/* A frame that tells of a scenario where it was read from: ORIGIN or FOLDER; *out is
 * owned by the caller. */
SUF_MUST_CHECK suf_status suf_journal_origin(suf_frame_kind kind, uint32_t scenario,
    const char *text, unsigned char **out, size_t *n);
/* The text of a frame of that kind, behind `before` bytes of its payload; owned by the
 * caller. SUF_ERROR_CORRUPT when it is none. */
SUF_MUST_CHECK suf_status suf_journal_text(
    const suf_frame *frame, suf_frame_kind kind, size_t before, char **out);

#endif
