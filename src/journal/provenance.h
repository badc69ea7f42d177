/* What a results file is a function of, and the facts of one run that it is not.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A results file depends on the resolved scenarios, the seed and the build, never on the
 * machine, the day, the threads or how many replications were asked for. The fingerprint
 * is the hash of exactly that. The facts of one run (host, time, threads, speed) go into
 * a small JSON file beside the results. */
#ifndef SUF_JOURNAL_PROVENANCE_H
#define SUF_JOURNAL_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/fault.h"
#include "base/status.h"

/* Of the results file. A reader refuses another type and a newer major version. */
enum { SUF_FORMAT_MAJOR = 1, SUF_FORMAT_MINOR = 8 };
/* From this one on the file ends in checksums: output/checksum.h. */
enum { SUF_FIRST_MINOR_WITH_CHECKSUMS = 2 };
#define SUF_FILE_TYPE "suffice results"

/* What the program was built from and runs on. Texts are static or within. */
typedef struct suf_build_facts {
    const char *version, *commit, *compiler, *flags;
    const char *sources; /* hash of the names and contents of all source files, in hex */
    const char *gsl_version, *zlib_release, *c_library_version;
    char hdf5_version[32];
    /* Hash of elementary functions at fixed points, in hex: C libraries choose variants
     * of them by the processor, and results of two variants may differ in the last bit.
     */
    char math_variant[17];
} suf_build_facts;

/* The facts as texts, in the order in which the fingerprint and journals have them. */
enum { SUF_N_BUILD_FACTS = 10 };
void suf_build_facts_texts(
    const suf_build_facts *self, const char *texts[SUF_N_BUILD_FACTS]);
/* The facts that these texts tell, which must outlive *out. */
void suf_build_facts_of(suf_build_facts *out, const char *const texts[SUF_N_BUILD_FACTS]);
/* The same of texts that lie one behind the other, each with its NUL; false when these
 * bytes are no such texts. */
bool suf_build_facts_parse(suf_build_facts *out, const char *bytes, size_t n);

typedef struct suf_provenance {
    suf_build_facts build;
    uint64_t seed;
    const char *const *scenario_texts; /* [n_scenarios], resolved; borrowed */
    size_t n_scenarios;
    uint64_t fingerprint;
} suf_provenance;

/* Takes the build (this_build.h) and the resolved text of every scenario, in the order of
 * the run; the texts must outlive *self. Nothing to free. */
void suf_provenance_init(suf_provenance *self, const suf_build_facts *build,
    uint64_t seed, const char *const *scenario_texts, size_t n_scenarios);
/* Puts the facts of another build, as of the one that wrote a journal, in place of this
 * one's. */
void suf_provenance_set_build(suf_provenance *self, const suf_build_facts *build);

typedef struct suf_phase {
    const char *name;
    double seconds;
} suf_phase;

/* How a run was stopped by precision; texts borrowed. */
typedef struct suf_stopping_facts {
    const char *rule;  /* NULL: it was not */
    uint32_t look;     /* the last one, from 1 */
    double confidence; /* of that look's intervals */
    bool holds;
} suf_stopping_facts;

/* What a simulation did and took. */
typedef struct suf_run_effort {
    uint32_t threads;
    uint64_t simulated; /* (scenario, replication) pairs simulated by this run; the rest
                           was resumed */
    uint64_t events;    /* of those simulated */
    double wall_seconds, cpu_seconds;
    uint64_t peak_memory_bytes;
    const suf_phase *phases;
    size_t n_phases;
    suf_stopping_facts stopping;
} suf_run_effort;

/* Where a scenario was read from; NULL: not known. */
typedef struct suf_origin {
    char *folder; /* of its lowest file, as reached from where the program was run */
    char *values; /* every value with the file and line that it comes from */
} suf_origin;

/* One run of the program; texts borrowed. */
typedef struct suf_run_metadata {
    const suf_provenance *provenance;
    time_t started;
    uint32_t scenarios;
    uint32_t replications;        /* of each scenario, in the file */
    const suf_run_effort *effort; /* NULL: nothing was simulated, results were joined */
    uint32_t n_targets, n_targets_on_c; /* those that rest on inputs of evidence C */
    const char *design;
    const char *const *names;  /* [scenarios] */
    const suf_origin *origins; /* [scenarios]; NULL: not known */
} suf_run_metadata;

/* Writes them beside the results: "luzhou.h5" gives "luzhou.run.json". By temporary file
 * and rename; on failure the reason is in *faults and an older file is untouched. */
SUF_MUST_CHECK suf_status suf_run_metadata_write(
    const suf_run_metadata *self, const char *output_path, suf_faults *faults);
/* True when facts of this fingerprint lie beside the results. */
bool suf_run_metadata_are_there(
    const suf_provenance *provenance, const char *output_path);

#endif
