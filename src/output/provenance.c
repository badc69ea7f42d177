/* What a results file is a function of, and the facts of one run that it is not.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "provenance.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include <gsl/gsl_version.h>
#include <hdf5.h>
#include <zlib.h>

#include "base/hash.h"
#include "build_facts.h"
#include "output/disk.h"
#include "output/h5.h"

/* The last bits of the functions that the simulation rests on, at points spread over
 * their usual range. */
static uint64_t
math_hash(void)
{
    uint64_t hash = 0;
    for (int i = 1; i <= 500; i++) {
        double x = i * 0.0379;
        double values[] = {exp(-x), log(x), log1p(x), expm1(-x), pow(x, 0.37), lgamma(x),
            sin(x), cos(x), erfc(x / 8), tgamma(x / 4)};
        hash = suf_hash_bytes(hash, values, sizeof values);
    }
    return hash;
}

void
suf_build_facts_get(suf_build_facts *out)
{
    *out = (suf_build_facts){
        .version = SUF_BUILD_VERSION,
        .commit = SUF_BUILD_COMMIT,
        .sources = SUF_BUILD_SOURCES,
        .compiler = SUF_BUILD_COMPILER,
        .flags = SUF_BUILD_FLAGS,
        .gsl_version = gsl_version,
        .zlib_release = zlibVersion(),
#ifdef __GLIBC__
        .c_library_version = gnu_get_libc_version(),
#else
        .c_library_version = "unknown",
#endif
    };
    suf_h5_begin();
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    if (H5get_libversion(&major, &minor, &release) >= 0) {
        (void) snprintf(out->hdf5_version, sizeof out->hdf5_version, "%u.%u.%u", major,
            minor, release);
    }
    (void) snprintf(
        out->math_variant, sizeof out->math_variant, "%016" PRIx64, math_hash());
}

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
suf_provenance_init(suf_provenance *self, uint64_t seed,
    const char *const *scenario_texts, size_t n_scenarios)
{
    suf_build_facts build;
    *self = (suf_provenance){
        .seed = seed, .scenario_texts = scenario_texts, .n_scenarios = n_scenarios};
    suf_build_facts_get(&build);
    suf_provenance_set_build(self, &build);
}
