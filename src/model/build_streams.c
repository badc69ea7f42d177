/* Streams: where the requests and arrivals of a service come from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/build_parts.h"

/* Ages at which the rate of a service may change, in months, ascending. */
typedef struct cuts {
    uint32_t *months;
    uint32_t n;
} cuts;

static int
compare_months(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* Oldest age that can occur, in months: what an open age becomes. */
static uint32_t
oldest(const suf_model *self)
{
    return self->population.n_cohorts;
}

static uint32_t
end_of_row(const suf_model *self, const suf_rate_row *row)
{
    return row->age_to >= SUF_N_AGES - 1 ? oldest(self) : 12 * (row->age_to + 1);
}

static suf_status
find_cuts(const suf_model *self, const suf_service_spec *spec, cuts *out)
{
    uint32_t from = spec->eligible.from_months;
    uint32_t to =
        spec->eligible.to_months < oldest(self) ? spec->eligible.to_months : oldest(self);
    suf_status status =
        suf_array_new(2 * spec->requests.n_by_age + 2, sizeof *out->months, &out->months);
    if (status != SUF_OK) {
        return status;
    }
    out->months[0] = from;
    out->months[1] = to;
    uint32_t n = 2;
    for (size_t i = 0; i < spec->requests.n_by_age; i++) {
        uint32_t ends[2] = {12 * spec->requests.by_age[i].age_from,
            end_of_row(self, &spec->requests.by_age[i])};
        for (int j = 0; j < 2; j++) {
            if (ends[j] > from && ends[j] < to) {
                out->months[n++] = ends[j];
            }
        }
    }
    qsort(out->months, n, sizeof *out->months, compare_months);
    out->n = 1;
    for (uint32_t i = 1; i < n; i++) {
        if (out->months[i] != out->months[out->n - 1]) {
            out->months[out->n++] = out->months[i];
        }
    }
    return SUF_OK;
}

/* Factor of the base rate at an age (months) and sex: by_age x by_sex; an age that the
 * table does not list has none. */
static double
factor_at(
    const suf_model *self, const suf_service_spec *spec, uint32_t months, uint32_t sex)
{
    const suf_request_spec *requests = &spec->requests;
    double factor = requests->n_by_age == 0 ? 1 : 0;
    for (size_t i = 0; i < requests->n_by_age; i++) {
        const suf_rate_row *row = &requests->by_age[i];
        if ((row->sex == SUF_BOTH_SEXES || (uint32_t) row->sex == sex) &&
            months >= 12 * row->age_from && months < end_of_row(self, row)) {
            factor = row->factor;
        }
    }
    return factor * requests->by_sex[sex];
}

static suf_status
add_stream(suf_model *self, size_t *capacity, const suf_stream *stream)
{
    suf_status status = suf_array_grow(
        &self->streams, capacity, (size_t) self->n_streams + 1, sizeof *self->streams);
    if (status == SUF_OK) {
        self->streams[self->n_streams++] = *stream;
    }
    return status;
}

/* A band without an upper limit is named so: the oldest age depends on the run's end, and
 * a longer run is to have the same requests. */
static uint64_t
band_purpose(
    const suf_model *self, const suf_service_spec *spec, const suf_stream *stream)
{
    char to[16] = "open";
    if (stream->to_months < oldest(self)) {
        (void) snprintf(to, sizeof to, "%u", stream->to_months);
    }
    return suf_purpose("requests/%s/%s/%s/%u-%s", spec->name,
        self->district_names[stream->district], stream->sex == SUF_FEMALE ? "F" : "M",
        stream->from_months, to);
}

static suf_status
add_bands(
    suf_model *self, uint32_t service, const suf_service_spec *spec, size_t *capacity)
{
    cuts at = {0};
    suf_status status = SUF_OK;
    SUF_TRY(find_cuts(self, spec, &at));
    for (uint32_t district = 0; district < self->n_districts; district++) {
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            if (spec->eligible.sex != SUF_BOTH_SEXES &&
                (uint32_t) spec->eligible.sex != sex) {
                continue;
            }
            for (uint32_t i = 0; i + 1 < at.n; i++) {
                suf_stream stream = {.kind = SUF_STREAM_POPULATION,
                    .service = service,
                    .district = district,
                    .sex = (suf_sex) sex,
                    .from_months = at.months[i],
                    .to_months = at.months[i + 1],
                    .band_factor = factor_at(self, spec, at.months[i], sex)};
                stream.purpose = band_purpose(self, spec, &stream);
                if (stream.band_factor > 0) {
                    SUF_TRY(add_stream(self, capacity, &stream));
                }
            }
        }
    }
out:
    free(at.months);
    return status;
}

/* A table of two columns, one behind the other, that the model owns. */
static suf_status
new_table(suf_model *self, size_t n_rows, double **table)
{
    suf_status status = suf_array_new(2 * n_rows, sizeof **table, table);
    if (status != SUF_OK) {
        return status;
    }
    size_t capacity = self->n_tables;
    status = suf_array_grow(
        &self->tables, &capacity, self->n_tables + 1, sizeof *self->tables);
    if (status != SUF_OK) {
        free(*table);
        return status;
    }
    self->tables[self->n_tables++] = *table;
    return SUF_OK;
}

/* People who come at once, and their shares summed up. */
static suf_status
copy_batch(suf_model *self, const suf_arrival_spec *spec, suf_stream *stream)
{
    double *table = NULL;
    suf_status status = new_table(self, spec->n_batch, &table);
    if (status != SUF_OK) {
        return status;
    }
    double sum = 0;
    stream->mean_size = 0;
    for (size_t i = 0; i < spec->n_batch; i++) {
        sum += spec->batch[i].share;
        stream->mean_size += spec->batch[i].share * spec->batch[i].size;
        table[i] = spec->batch[i].size;
        table[spec->n_batch + i] = sum;
    }
    stream->sizes = table;
    stream->size_limits = table + spec->n_batch;
    stream->n_sizes = spec->n_batch;
    return SUF_OK;
}

static suf_status
copy_table(suf_model *self, const suf_arrival_spec *spec, suf_stream *stream)
{
    double *table = NULL;
    suf_status status = new_table(self, spec->n_rows, &table);
    if (status != SUF_OK) {
        return status;
    }
    for (size_t i = 0; i < spec->n_rows; i++) {
        table[i] = spec->rows[i].time_days;
        table[spec->n_rows + i] = spec->rows[i].per_day;
    }
    stream->table_days = table;
    stream->table_per_day = table + spec->n_rows;
    stream->n_table = spec->n_rows;
    stream->is_linear = spec->is_linear;
    return SUF_OK;
}

static suf_status
add_arrivals(
    suf_model *self, uint32_t service, const suf_service_spec *spec, size_t *capacity)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; i < spec->n_arrivals; i++) {
        const suf_arrival_spec *arrival = &spec->arrivals[i];
        suf_stream stream = {.service = service,
            .district = arrival->district,
            .per_day = arrival->per_day,
            .every_days = arrival->every_days,
            .mean_size = 1,
            .purpose = suf_purpose(
                "arrivals/%s/%s", spec->name, self->district_names[arrival->district])};
        switch (arrival->kind) {
        case SUF_ARRIVAL_RATE:
            stream.kind = SUF_STREAM_RATE;
            break;
        case SUF_ARRIVAL_EVERY:
            stream.kind = SUF_STREAM_EVERY;
            break;
        case SUF_ARRIVAL_TABLE:
            stream.kind = SUF_STREAM_TABLE;
            SUF_TRY(copy_table(self, arrival, &stream));
            break;
        case SUF_ARRIVAL_INTAKE:
            continue; /* of an intake, which makes its applicants itself */
        }
        if (arrival->n_batch > 0) {
            SUF_TRY(copy_batch(self, arrival, &stream));
        }
        SUF_TRY(add_stream(self, capacity, &stream));
    }
out:
    return status;
}

double
suf_stream_start_rate(
    const suf_model *self, const suf_parameters *parameters, uint32_t index)
{
    const suf_stream *stream = &self->streams[index];
    if (stream->kind != SUF_STREAM_POPULATION) {
        return parameters->stream_rate[index];
    }
    double people = 0;
    for (uint32_t age = stream->from_months;
         age < stream->to_months && age < SUF_OLDEST_MONTHS; age++) {
        people += self->population.start[suf_model_cell(
            self, stream->district, (uint32_t) stream->sex, SUF_OLDEST_MONTHS - age - 1)];
    }
    return people * parameters->stream_rate[index];
}

suf_status
suf_build_streams(suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    size_t capacity = 0;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < self->n_services; i++) {
        const suf_service_spec *spec = &scenario->services[i];
        suf_bug_unless(!spec->requests.is_given || self->population.is_given);
        suf_service *service = &self->services[i];
        if (spec->kind != SUF_KIND_STAY) {
            continue;
        }
        service->stay.first_stream = self->n_streams;
        SUF_TRY(spec->requests.is_given ? add_bands(self, i, spec, &capacity)
                                        : add_arrivals(self, i, spec, &capacity));
        service->stay.n_streams = self->n_streams - service->stay.first_stream;
        if (service->stay.n_streams == 0 && !service->stay.is_fed) {
            suf_fault_place place = suf_build_asked(scenario, spec);
            suf_faults_add(faults, &place,
                "services.%s: nobody can ask: no age or sex has a rate above 0",
                spec->name);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
    /* The event's 28 low bits hold the stream. */
    if (status == SUF_OK && self->n_streams >= 1U << 28) {
        status = SUF_RAISE(SUF_ERROR_LIMIT);
    }
out:
    return status;
}
