/* What a results file is a function of, and the facts of one run that it is not.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "provenance.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"

static uint64_t
hash_text(uint64_t hash, const char *text)
{
    /* The NUL too, so that texts cannot flow into each other. */
    return suf_hash_bytes(hash, text, strlen(text) + 1);
}

void
suf_build_facts_texts(const suf_build_facts *self, const char *texts[SUF_N_BUILD_FACTS])
{
    const char *facts[SUF_N_BUILD_FACTS] = {self->version, self->commit, self->sources,
        self->compiler, self->flags, self->gsl_version, self->zlib_release,
        self->c_library_version, self->hdf5_version, self->math_variant};
    memcpy(texts, facts, sizeof facts);
}

void
suf_build_facts_of(suf_build_facts *out, const char *const texts[SUF_N_BUILD_FACTS])
{
    *out = (suf_build_facts){.version = texts[0],
        .commit = texts[1],
        .sources = texts[2],
        .compiler = texts[3],
        .flags = texts[4],
        .gsl_version = texts[5],
        .zlib_release = texts[6],
        .c_library_version = texts[7]};
    (void) snprintf(out->hdf5_version, sizeof out->hdf5_version, "%s", texts[8]);
    (void) snprintf(out->math_variant, sizeof out->math_variant, "%s", texts[9]);
}

bool
suf_build_facts_parse(suf_build_facts *out, const char *bytes, size_t n)
{
    const char *texts[SUF_N_BUILD_FACTS];
    size_t at = 0;
    for (int i = 0; i < SUF_N_BUILD_FACTS; i++) {
        if (at >= n) {
            return false;
        }
        texts[i] = bytes + at;
        at += strnlen(texts[i], n - at) + 1;
    }
    suf_build_facts_of(out, texts);
    return at == n;
}

void
suf_provenance_set_build(suf_provenance *self, const suf_build_facts *build)
{
    const char *facts[SUF_N_BUILD_FACTS];
    self->build = *build;
    suf_build_facts_texts(&self->build, facts);
    uint64_t hash = suf_hash_bytes(SUF_FORMAT_MAJOR, &self->seed, sizeof self->seed);
    for (size_t i = 0; i < SUF_N_BUILD_FACTS; i++) {
        hash = hash_text(hash, facts[i]);
    }
    for (size_t i = 0; i < self->n_scenarios; i++) {
        hash = hash_text(hash, self->scenario_texts[i]);
    }
    self->fingerprint = hash;
}

void
suf_provenance_init(suf_provenance *self, const suf_build_facts *build, uint64_t seed,
    const char *const *scenario_texts, size_t n_scenarios)
{
    *self = (suf_provenance){
        .seed = seed, .scenario_texts = scenario_texts, .n_scenarios = n_scenarios};
    suf_provenance_set_build(self, build);
}
