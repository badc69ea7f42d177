/* The facts of one run, as JSON beside its results.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "journal/disk.h"
#include "journal/provenance.h"

/* Seconds and the like, to six digits: more would be noise. */
static json_t *
measured(double value)
{
    char text[40];
    (void) snprintf(text, sizeof text, "%.6g", value);
    return suf_json_number(isfinite(value) ? strtod(text, NULL) : value);
}

static json_t *
stopping(const suf_stopping_facts *self)
{
    return self->rule == NULL
               ? json_null()
               : json_pack("{s:o, s:I, s:o, s:b}", "rule", suf_json_string(self->rule),
                     "look", (json_int_t) self->look, "confidence",
                     measured(self->confidence), "holds", self->holds ? 1 : 0);
}

static void
put_effort(json_t **facts, const suf_run_effort *self)
{
    json_t *phases = json_object();
    for (size_t i = 0; i < self->n_phases; i++) {
        suf_json_put(&phases, self->phases[i].name, measured(self->phases[i].seconds));
    }
    suf_json_put(facts, "threads", json_integer((json_int_t) self->threads));
    suf_json_put(facts, "simulated", json_integer((json_int_t) self->simulated));
    suf_json_put(facts, "events", json_integer((json_int_t) self->events));
    suf_json_put(facts, "wall_seconds", measured(self->wall_seconds));
    suf_json_put(facts, "cpu_seconds", measured(self->cpu_seconds));
    suf_json_put(facts, "events_per_core_second",
        measured((double) self->events / self->cpu_seconds));
    suf_json_put(
        facts, "peak_memory_bytes", json_integer((json_int_t) self->peak_memory_bytes));
    suf_json_put(facts, "phases", phases);
    suf_json_put(facts, "stopping", stopping(&self->stopping));
}

static void
put_build(json_t **facts, const suf_build_facts *build)
{
    suf_json_put(facts, "compiler", suf_json_string(build->compiler));
    suf_json_put(facts, "compiler_flags", suf_json_string(build->flags));
    suf_json_put(facts, "gsl_version", suf_json_string(build->gsl_version));
    suf_json_put(facts, "hdf5_version", suf_json_string(build->hdf5_version));
    suf_json_put(facts, "zlib_version", suf_json_string(build->zlib_release));
    suf_json_put(facts, "c_library_version", suf_json_string(build->c_library_version));
    suf_json_put(facts, "math_variant", suf_json_string(build->math_variant));
}

/* By scenario, where it was read from, and where each value was. */
static void
put_origins(json_t **facts, const suf_run_metadata *self)
{
    json_t *folders = json_object();
    json_t *resolved = json_object();
    for (uint32_t i = 0; i < self->scenarios; i++) {
        const suf_origin origin =
            self->origins != NULL ? self->origins[i] : (suf_origin){NULL, NULL};
        if (origin.folder != NULL) {
            suf_json_put(&folders, self->names[i], suf_json_string(origin.folder));
        }
        suf_json_put(&resolved, self->names[i],
            suf_json_string(origin.values != NULL ? origin.values : ""));
    }
    suf_json_put(facts, "scenario_folder", folders);
    suf_json_put(facts, "resolved", resolved);
}

/* The members in the order a reader wants them; NULL when memory is out. */
static json_t *
make_facts(const suf_run_metadata *self, const char *output_path)
{
    const suf_provenance *provenance = self->provenance;
    const char *slash = strrchr(output_path, '/');
    char host[256] = "unknown";
    char started[32] = "unknown";
    struct tm utc;
    (void) gethostname(host, sizeof host - 1);
    if (gmtime_r(&self->started, &utc) != NULL) {
        (void) strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", &utc);
    }
    json_t *facts = json_pack("{s:o, s:o, s:o, s:o, s:o}", "results",
        suf_json_string(slash != NULL ? slash + 1 : output_path), "version",
        suf_json_string(provenance->build.version), "commit",
        suf_json_string(provenance->build.commit), "sources",
        suf_json_string(provenance->build.sources), "fingerprint",
        json_sprintf("%016" PRIx64, provenance->fingerprint));
    put_build(&facts, &provenance->build);
    suf_json_put(&facts, "seed", json_integer((json_int_t) provenance->seed));
    suf_json_put(&facts, "design", suf_json_string(self->design));
    suf_json_put(&facts, "host", suf_json_string(host));
    suf_json_put(&facts, "started", suf_json_string(started));
    suf_json_put(&facts, "scenarios", json_integer((json_int_t) self->scenarios));
    suf_json_put(&facts, "replications", json_integer((json_int_t) self->replications));
    if (self->effort != NULL) {
        put_effort(&facts, self->effort);
    }
    suf_json_put(&facts, "targets", json_integer((json_int_t) self->n_targets));
    suf_json_put(
        &facts, "targets_on_evidence_c", json_integer((json_int_t) self->n_targets_on_c));
    suf_json_put(&facts, "share_on_evidence_c",
        measured(self->n_targets > 0 ? (double) self->n_targets_on_c / self->n_targets
                                     : (double) NAN));
    put_origins(&facts, self);
    return facts;
}

/* "luzhou.h5" gives "luzhou.run.json"; another ending is kept in front of it. */
static suf_status
name_facts(const char *output_path, char **out)
{
    size_t length = strlen(output_path);
    suf_status status = suf_disk_path(output_path, ".run.json", out);
    if (status == SUF_OK && length > 3 && strcmp(output_path + length - 3, ".h5") == 0) {
        memcpy(*out + length - 3, ".run.json", sizeof ".run.json");
    }
    return status;
}

/* Writes a text into a file by way of `part`; the error, or 0. */
static int
write_by(const char *part, const char *path, const char *text)
{
    FILE *file = fopen(part, "we");
    if (file == NULL) {
        return errno;
    }
    errno = 0;
    bool has_failed = fputs(text, file) == EOF;
    has_failed |= fflush(file) != 0 || fsync(fileno(file)) != 0;
    has_failed |= fclose(file) != 0;
    int error = has_failed ? (errno != 0 ? errno : EIO) : 0;
    if (error == 0 && rename(part, path) != 0) {
        error = errno;
    }
    if (error != 0) {
        (void) unlink(part);
    }
    return error;
}

suf_status
suf_run_metadata_write(
    const suf_run_metadata *self, const char *output_path, suf_faults *faults)
{
    char *path = NULL;
    char *part = NULL;
    char *text = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(name_facts(output_path, &path));
    SUF_TRY(suf_disk_path(path, ".part", &part));
    SUF_TRY(suf_json_text(make_facts(self, output_path), &text));
    int error = write_by(part, path, text);
    if (error != 0) {
        suf_faults_add_system(faults, path, error, "cannot be written");
        status = SUF_RAISE(SUF_ERROR_WRITE);
    }
out:
    free(text);
    free(part);
    free(path);
    return status;
}

bool
suf_run_metadata_are_there(const suf_provenance *provenance, const char *output_path)
{
    char wanted[20];
    char *path = NULL;
    if (name_facts(output_path, &path) != SUF_OK) {
        return false;
    }
    json_t *facts = json_load_file(path, 0, NULL);
    const char *found = json_string_value(json_object_get(facts, "fingerprint"));
    (void) snprintf(wanted, sizeof wanted, "%016" PRIx64, provenance->fingerprint);
    bool is_there = found != NULL && strcmp(found, wanted) == 0;
    json_decref(facts);
    free(path);
    return is_there;
}
