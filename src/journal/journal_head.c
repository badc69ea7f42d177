/* The head of a journal, and the frames of texts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_head.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/memory.h"

static const char magic[SUF_JOURNAL_MAGIC_BYTES] = {
    'S', 'U', 'F', 'J', 'R', 'N', 'L', '\n'};

/* Appends the frame of a text to bytes[*n], behind `before` bytes of payload that are the
 * caller's to fill in first. */
static suf_status
add_text(suf_frame_kind kind, size_t before, const char *text, unsigned char **bytes,
    size_t *capacity, size_t *n)
{
    size_t length = strlen(text);
    uLongf packed = compressBound(length);
    size_t fixed = before + sizeof(uint64_t);
    suf_status status =
        suf_array_grow(bytes, capacity, *n + SUF_FRAME_HEAD_BYTES + fixed + packed, 1);
    if (status != SUF_OK) {
        return status;
    }
    unsigned char *frame = *bytes + *n;
    unsigned char *payload = frame + SUF_FRAME_HEAD_BYTES;
    suf_put_u64(payload + before, length);
    int result = compress(payload + fixed, &packed, (const Bytef *) text, length);
    if (result != Z_OK) {
        return result == Z_MEM_ERROR ? SUF_RAISE(SUF_ERROR_MEMORY)
                                     : SUF_RAISE(SUF_ERROR_COMPRESS);
    }
    *n += suf_frame_seal(frame, kind, fixed + packed);
    return SUF_OK;
}

suf_status
suf_journal_origin(suf_frame_kind kind, uint32_t scenario, const char *text,
    unsigned char **out, size_t *n)
{
    size_t capacity = 0;
    *out = NULL;
    *n = 0;
    suf_status status =
        suf_array_grow(out, &capacity, SUF_FRAME_HEAD_BYTES + sizeof(uint64_t), 1);
    if (status == SUF_OK) {
        suf_put_u64(*out + SUF_FRAME_HEAD_BYTES, scenario);
        status = add_text(kind, sizeof(uint64_t), text, out, &capacity, n);
    }
    if (status != SUF_OK) {
        free(*out);
        *out = NULL;
    }
    return status;
}

bool
suf_journal_is_head(const unsigned char *bytes, size_t n)
{
    return n >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

bool
suf_journal_may_be_head(const unsigned char *bytes, size_t n)
{
    return memcmp(bytes, magic, n < sizeof magic ? n : sizeof magic) == 0;
}

bool
suf_journal_is_damaged_head(const unsigned char *found, const unsigned char *head)
{
    enum { CRC_AT = sizeof magic + 4, HASH_AT = sizeof magic + SUF_FRAME_HEAD_BYTES + 8 };
    return memcmp(found + CRC_AT, head + CRC_AT, sizeof(uint32_t)) == 0 ||
           memcmp(found + HASH_AT, head + HASH_AT, sizeof(uint64_t)) == 0;
}

suf_status
suf_journal_head(const suf_provenance *provenance, unsigned char **out, size_t *n)
{
    const char *facts[SUF_N_BUILD_FACTS];
    unsigned char *bytes = NULL;
    size_t capacity = 0;
    suf_status status = SUF_OK;
    size_t payload_bytes = SUF_JOURNAL_HEADER_BYTES;
    suf_build_facts_texts(&provenance->build, facts);
    for (int i = 0; i < SUF_N_BUILD_FACTS; i++) {
        payload_bytes += strlen(facts[i]) + 1;
    }
    SUF_TRY(suf_array_grow(
        &bytes, &capacity, sizeof magic + SUF_FRAME_HEAD_BYTES + payload_bytes, 1));
    memcpy(bytes, magic, sizeof magic);
    unsigned char *frame = bytes + sizeof magic;
    unsigned char *at = frame + SUF_FRAME_HEAD_BYTES;
    suf_put_u32(at, SUF_JOURNAL_VERSION);
    suf_put_u32(at + 4, (uint32_t) provenance->n_scenarios);
    suf_put_u64(at + 8, provenance->fingerprint);
    suf_put_u64(at + 16, provenance->seed);
    at += SUF_JOURNAL_HEADER_BYTES;
    for (int i = 0; i < SUF_N_BUILD_FACTS; i++) {
        size_t length = strlen(facts[i]) + 1;
        memcpy(at, facts[i], length);
        at += length;
    }
    *n = sizeof magic + suf_frame_seal(frame, SUF_FRAME_HEADER, payload_bytes);
    for (size_t i = 0; i < provenance->n_scenarios; i++) {
        SUF_TRY(add_text(
            SUF_FRAME_TEXT, 0, provenance->scenario_texts[i], &bytes, &capacity, n));
    }
out:
    if (status != SUF_OK) {
        free(bytes);
        bytes = NULL;
    }
    *out = bytes;
    return status;
}

suf_status
suf_journal_text(const suf_frame *frame, suf_frame_kind kind, size_t before, char **out)
{
    /* Deflate packs a text at most a thousandfold. */
    enum { MOST_RATIO = 1100 };
    size_t fixed = before + sizeof(uint64_t);
    if (frame->kind != (uint32_t) kind || frame->payload_bytes < fixed) {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    size_t packed = frame->payload_bytes - fixed;
    uint64_t length = suf_get_u64(frame->payload + before);
    if (length / MOST_RATIO > packed) {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    uLongf got = (uLongf) length;
    char *text = NULL;
    suf_status status = suf_array_new((size_t) length + 1, 1, &text);
    if (status == SUF_OK) {
        int result = uncompress((Bytef *) text, &got, frame->payload + fixed, packed);
        status = result == Z_MEM_ERROR             ? SUF_RAISE(SUF_ERROR_MEMORY)
                 : result != Z_OK || got != length ? SUF_RAISE(SUF_ERROR_CORRUPT)
                                                   : SUF_OK;
    }
    if (status != SUF_OK) {
        free(text);
        text = NULL;
    }
    *out = text;
    return status;
}
