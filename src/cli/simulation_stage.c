/* What a run tells of itself: at its end, when nothing is left to do, when it stops.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulation_stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#include "cli/run_metadata.h"

void
suf_stage_tell_rest(const suf_stage *self)
{
    const suf_simulation *of = self->of;
    char hint[256];
    uint64_t n = self->store.journal.of.n_entries > 0
                     ? suf_journal_count(&self->store.journal)
                     : 0;
    if (n == 0) {
        return;
    }
    (void) snprintf(hint, sizeof hint, "the same command goes on from there%s",
        of->is_shard ? "" : "; suffice finish --partial gives the results so far");
    suf_fault_place place = {.file = self->store.journal.of.path, .hint = hint};
    suf_faults_add(self->faults, &place,
        "%" PRIu64 " finished replication%s %s safe here", n, n == 1 ? "" : "s",
        n == 1 ? "is" : "are");
}

suf_status
suf_stage_write_facts(const suf_stage *self, uint32_t n_written, double wall_seconds)
{
    const suf_simulation *of = self->of;
    const suf_run_outcome *outcome = &self->outcome;
    struct rusage usage = {0};
    (void) getrusage(RUSAGE_SELF, &usage);
    suf_phase phases[] = {{"read_and_build", self->read_seconds},
        {"simulate", outcome->simulate_seconds}, {"pack", outcome->pack_seconds},
        {"journal", outcome->write_seconds}, {"results", self->results_seconds}};
    suf_run_effort effort = {.threads = of->n_threads,
        .simulated = outcome->progress.n_done - outcome->progress.n_found,
        .events = outcome->progress.n_events,
        .wall_seconds = wall_seconds,
        .cpu_seconds = (double) usage.ru_utime.tv_sec + (double) usage.ru_stime.tv_sec +
                       1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
        .peak_memory_bytes = (uint64_t) usage.ru_maxrss * 1024,
        .phases = phases,
        .n_phases = sizeof phases / sizeof phases[0],
        .stopping = {of->until, self->stopping.n_looks,
            suf_stopping_confidence(self->stopping.n_looks), self->is_stopped_by_rule}};
    suf_metadata facts = {
        of->batch, of->output, of->origins, of->started, n_written, &effort};
    return suf_metadata_write(&facts, self->faults);
}

void
suf_stage_tell_end(const suf_stage *self, uint32_t n_written, double wall_seconds)
{
    const suf_simulation *of = self->of;
    const suf_run_progress *progress = &self->outcome.progress;
    size_t n = of->batch->n;
    if (of->quiet) {
        return;
    }
    if (of->is_shard) {
        (void) fprintf(stderr,
            "suffice: %s: shard %" PRIu32 " of %" PRIu32 " with %" PRIu64
            " replications in %.1f s, %.1f million events%s\n",
            self->store.journal.of.path, of->goal.shard, of->goal.n_shards,
            progress->n_total, wall_seconds, (double) progress->n_events / 1e6,
            progress->n_found > 0 ? " (resumed)" : "");
        return;
    }
    (void) fprintf(stderr,
        "suffice: %s: %zu scenario%s x %" PRIu32 " replications in %.1f s, "
        "%.1f million events%s\n",
        of->output, n, n == 1 ? "" : "s", n_written, wall_seconds,
        (double) progress->n_events / 1e6,
        self->store.has_base                          ? " (extended)"
        : self->n_before > 0 && progress->n_found > 0 ? " (resumed)"
                                                      : "");
}

suf_status
suf_stage_end_complete(suf_stage *self, const char *kept_journal)
{
    const suf_simulation *of = self->of;
    uint32_t n = self->store.base.n_replications;
    if (!of->quiet) {
        (void) fprintf(stderr,
            "suffice: %s: complete already: %" PRIu32 " replications of this very run\n",
            of->output, n);
    }
    if (!of->quiet && kept_journal != NULL) {
        (void) fprintf(
            stderr, "suffice: %s: stays, with replications beyond those\n", kept_journal);
    }
    if (suf_run_metadata_are_there(&of->batch->provenance, of->output)) {
        return SUF_OK;
    }
    suf_metadata facts = {of->batch, of->output, of->origins, of->started, n, NULL};
    return suf_metadata_write(&facts, self->faults);
}

void
suf_stage_tell_rule(const suf_stage *self)
{
    if (self->of->until == NULL || (self->of->quiet && self->is_stopped_by_rule)) {
        return;
    }
    if (self->is_stopped_by_rule) {
        (void) fprintf(stderr,
            "suffice: %s: holds after %" PRIu32 " replications, at look %" PRIu32
            " (confidence %.6g)\n",
            self->of->until, self->n_wanted, self->stopping.n_looks,
            suf_stopping_confidence(self->stopping.n_looks));
    } else {
        (void) fprintf(stderr,
            "suffice: %s: does not hold after the most replications, %" PRIu32 "\n",
            self->of->until, self->n_wanted);
    }
}
