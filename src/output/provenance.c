/* What a results file is a function of, and the facts of one run that it is not.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "provenance.h"

#include <errno.h>
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

static void
json_text(FILE *file, const char *text)
{
    (void) fputc('"', file);
    for (const char *c = text; *c != '\0'; c++) {
        unsigned char byte = (unsigned char) *c;
        if (byte == '"' || byte == '\\') {
            (void) fprintf(file, "\\%c", byte);
        } else if (byte < 0x20 || byte == 0x7f) {
            (void) fprintf(file, "\\u%04x", byte);
        } else {
            (void) fputc(byte, file);
        }
    }
    (void) fputc('"', file);
}

/* JSON has no NaN and no infinity. */
static void
json_number(FILE *file, double value)
{
    if (isfinite(value)) {
        (void) fprintf(file, "%.6g", value);
    } else {
        (void) fputs("null", file);
    }
}

static void
json_member_text(FILE *file, const char *name, const char *text)
{
    (void) fprintf(file, "  \"%s\": ", name);
    json_text(file, text);
    (void) fputs(",\n", file);
}

static void
json_member_number(FILE *file, const char *name, double value)
{
    (void) fprintf(file, "  \"%s\": ", name);
    json_number(file, value);
    (void) fputs(",\n", file);
}

static void
json_stopping(FILE *file, const suf_stopping_facts *self)
{
    (void) fputs("  \"stopping\": ", file);
    if (self->rule == NULL) {
        (void) fputs("null,\n", file);
        return;
    }
    (void) fputs("{\"rule\": ", file);
    json_text(file, self->rule);
    (void) fprintf(file, ", \"look\": %" PRIu32 ", \"confidence\": ", self->look);
    json_number(file, self->confidence);
    (void) fprintf(file, ", \"holds\": %s},\n", self->holds ? "true" : "false");
}

static void
json_effort(FILE *file, const suf_run_effort *self)
{
    (void) fprintf(file,
        "  \"threads\": %" PRIu32 ",\n  \"simulated\": %" PRIu64
        ",\n  \"events\": %" PRIu64 ",\n",
        self->threads, self->simulated, self->events);
    json_member_number(file, "wall_seconds", self->wall_seconds);
    json_member_number(file, "cpu_seconds", self->cpu_seconds);
    json_member_number(
        file, "events_per_core_second", (double) self->events / self->cpu_seconds);
    (void) fprintf(
        file, "  \"peak_memory_bytes\": %" PRIu64 ",\n", self->peak_memory_bytes);
    (void) fputs("  \"phases\": {", file);
    for (size_t i = 0; i < self->n_phases; i++) {
        (void) fputs(i > 0 ? ", " : "", file);
        json_text(file, self->phases[i].name);
        (void) fputs(": ", file);
        json_number(file, self->phases[i].seconds);
    }
    (void) fputs("},\n", file);
    json_stopping(file, &self->stopping);
}

/* The members in the order a reader wants them; what could not be written shows in
 * ferror. */
static void
json_write(FILE *file, const suf_run_facts *self, const char *output_path)
{
    char host[256] = "unknown";
    (void) gethostname(host, sizeof host - 1);
    char started[32] = "unknown";
    struct tm utc;
    if (gmtime_r(&self->started, &utc) != NULL) {
        (void) strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", &utc);
    }
    const char *slash = strrchr(output_path, '/');
    (void) fputs("{\n", file);
    json_member_text(file, "results", slash != NULL ? slash + 1 : output_path);
    json_member_text(file, "version", self->provenance->build.version);
    json_member_text(file, "commit", self->provenance->build.commit);
    json_member_text(file, "sources", self->provenance->build.sources);
    (void) fprintf(
        file, "  \"fingerprint\": \"%016" PRIx64 "\",\n", self->provenance->fingerprint);
    const suf_build_facts *build = &self->provenance->build;
    json_member_text(file, "compiler", build->compiler);
    json_member_text(file, "compiler_flags", build->flags);
    json_member_text(file, "gsl_version", build->gsl_version);
    json_member_text(file, "hdf5_version", build->hdf5_version);
    json_member_text(file, "zlib_version", build->zlib_release);
    json_member_text(file, "c_library_version", build->c_library_version);
    json_member_text(file, "math_variant", build->math_variant);
    (void) fprintf(file, "  \"seed\": %" PRIu64 ",\n", self->provenance->seed);
    json_member_text(file, "design", self->design);
    json_member_text(file, "host", host);
    json_member_text(file, "started", started);
    (void) fprintf(file,
        "  \"scenarios\": %" PRIu32 ",\n  \"replications\": %" PRIu32 ",\n",
        self->scenarios, self->replications);
    if (self->effort != NULL) {
        json_effort(file, self->effort);
    }
    (void) fprintf(file,
        "  \"targets\": %" PRIu32 ",\n  \"targets_on_confidence_c\": %" PRIu32 ",\n",
        self->n_targets, self->n_targets_on_c);
    json_member_number(file, "share_on_confidence_c",
        self->n_targets > 0 ? (double) self->n_targets_on_c / self->n_targets
                            : (double) NAN);
    (void) fputs("  \"resolved\": {", file);
    for (uint32_t i = 0; i < self->scenarios; i++) {
        (void) fputs(i > 0 ? ",\n    " : "\n    ", file);
        json_text(file, self->names[i]);
        (void) fputs(": ", file);
        json_text(file, self->origins != NULL ? self->origins[i] : "");
    }
    (void) fputs("}\n}\n", file);
}

/* "luzhou.h5" gives "luzhou.run.json"; another ending is kept in front of it. */
static suf_status
json_path(const char *output_path, char **out)
{
    size_t length = strlen(output_path);
    suf_status status = suf_disk_path(output_path, ".run.json", out);
    if (status == SUF_OK && length > 3 && strcmp(output_path + length - 3, ".h5") == 0) {
        memcpy(*out + length - 3, ".run.json", sizeof ".run.json");
    }
    return status;
}

suf_status
suf_run_facts_write(
    const suf_run_facts *self, const char *output_path, suf_faults *faults)
{
    char *path = NULL;
    char *part = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(json_path(output_path, &path));
    SUF_TRY(suf_disk_path(path, ".part", &part));
    int error = 0;
    FILE *file = fopen(part, "we");
    if (file == NULL) {
        error = errno;
    } else {
        errno = 0;
        json_write(file, self, output_path);
        bool has_failed = fflush(file) != 0 || fsync(fileno(file)) != 0;
        has_failed |= ferror(file) != 0;
        has_failed |= fclose(file) != 0;
        error = has_failed ? (errno != 0 ? errno : EIO) : 0;
        if (error == 0 && rename(part, path) != 0) {
            error = errno;
        }
        if (error != 0) {
            (void) unlink(part);
        }
    }
    if (error != 0) {
        suf_faults_add_system(faults, path, error, "cannot be written");
        status = SUF_RAISE(SUF_ERROR_WRITE);
    }
out:
    free(part);
    free(path);
    return status;
}

bool
suf_run_facts_are_there(const suf_provenance *provenance, const char *output_path)
{
    char head[4096] = "";
    char wanted[64];
    char *path = NULL;
    if (json_path(output_path, &path) != SUF_OK) {
        return false;
    }
    FILE *file = fopen(path, "re");
    if (file != NULL) {
        head[fread(head, 1, sizeof head - 1, file)] = '\0';
        (void) fclose(file);
    }
    free(path);
    (void) snprintf(wanted, sizeof wanted, "\"fingerprint\": \"%016" PRIx64 "\"",
        provenance->fingerprint);
    return strstr(head, wanted) != NULL;
}
