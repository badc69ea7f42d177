/* The group /why of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "why_group.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "base/memory.h"
#include "results/h5.h"
#include "stats/why.h"
#include "stats/why_sentence.h"

typedef enum dimension {
    DIM_PLAN,
    DIM_QUANTITY,
    DIM_PERIOD,
    DIM_REGION,
    DIM_SERVICE,
    DIM_CAUSE,
    DIM_COMBINATION,
    N_DIMS
} dimension;

static const char *const dimension_names[N_DIMS] = {
    "plan", "quantity", "period", "region", "service", "cause", "combination"};

/* What is written of each cell: `n` numbers of it, `step` bytes apart. */
typedef struct variable {
    const char *name, *units, *long_name;
    size_t offset, step;
    dimension last; /* behind those of the cells; DIM_SERVICE: none */
} variable;

#define CELL(member) offsetof(suf_why_cell, member), 0, DIM_SERVICE
#define PART(member)                                                                     \
    offsetof(suf_why_cell, parts) + offsetof(suf_why_part, member),                      \
        sizeof(suf_why_part), DIM_CAUSE

static const variable variables[] = {
    {"total", "people", "unmet demand of the plan as it is", CELL(total)},
    {"total_low", "people", "lower limit of its 95 % interval", CELL(low)},
    {"total_high", "people", "upper limit of its 95 % interval", CELL(high)},
    {"part", "people", "what is due to a cause; the parts sum to the total", PART(mean)},
    {"part_low", "people", "lower limit of its 95 % interval", PART(low)},
    {"part_high", "people", "upper limit of its 95 % interval", PART(high)},
    {"share", "1", "the same over the total", PART(share)},
    {"share_low", "1", "lower limit of its 95 % interval (Fieller)", PART(share_low)},
    {"share_high", "1", "upper limit of its 95 % interval (Fieller)", PART(share_high)},
    {"without", "people", "unmet demand with the causes of a combination taken away",
        offsetof(suf_why_cell, without), sizeof(double), DIM_COMBINATION},
};
enum { N_VARIABLES = sizeof variables / sizeof variables[0] };

typedef struct writer {
    suf_store *store;
    const suf_layout *layout;
    const int32_t *replications;
    bool (*goes_on)(void *context);
    void *context;
    suf_record record;
    hid_t group;
    hid_t scales[N_DIMS];
    hsize_t sizes[N_DIMS];
    suf_why *whys; /* [n_plans]; owned */
    uint32_t n_plans;
} writer;

static suf_status
read_block(void *context, suf_variable measure, uint32_t scenario, uint32_t position,
    double *values)
{
    writer *self = context;
    if (self->goes_on != NULL && !self->goes_on(self->context)) {
        return SUF_RAISE(SUF_ERROR_INTERRUPTED);
    }
    suf_status status = suf_store_read(
        self->store, scenario, (uint32_t) self->replications[position], &self->record);
    return status == SUF_OK
               ? suf_store_values(self->store, &self->record, measure, values)
               : status;
}

/* --- labels ---------------------------------------------------------------------------
 */

static suf_status
write_scale(writer *self, dimension id, const char *const *labels, size_t n)
{
    const char *name = dimension_names[id];
    self->sizes[id] = n;
    suf_status status = suf_h5_texts(self->group, name, labels, n, &self->scales[id]);
    if (status == SUF_OK) {
        status = suf_h5_int_attribute(self->scales[id], "_Netcdf4Dimid", (int32_t) id);
    }
    if (status == SUF_OK && H5DSset_scale(self->scales[id], name) < 0) {
        status = SUF_RAISE(SUF_ERROR_HDF5);
    }
    return status;
}

/* The labels of a dimension whose texts are made here. */
static suf_status
write_made(writer *self, dimension id, uint32_t n,
    suf_status (*make)(const writer *self, uint32_t i, suf_text *text))
{
    suf_text *texts = NULL;
    const char **labels = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *texts, &texts));
    SUF_TRY(suf_array_new(n, sizeof *labels, &labels));
    for (uint32_t i = 0; i < n; i++) {
        SUF_TRY(make(self, i, &texts[i]));
        SUF_TRY(texts[i].status);
        labels[i] = suf_text_get(&texts[i]);
    }
    SUF_TRY(write_scale(self, id, labels, n));
out:
    for (uint32_t i = 0; texts != NULL && i < n; i++) {
        suf_text_free(&texts[i]);
    }
    free(texts);
    free((void *) labels);
    return status;
}

static suf_status
make_plan(const writer *self, uint32_t i, suf_text *text)
{
    suf_text_add(text, self->layout->scenarios[self->whys[i].plan.scenario].name);
    return SUF_OK;
}

static suf_status
make_period(const writer *self, uint32_t i, suf_text *text)
{
    if (i < self->layout->n_years) {
        suf_text_format(text, "%d", self->layout->first_year + (int32_t) i);
    } else {
        suf_text_add(text, SUF_ALL);
    }
    return SUF_OK;
}

static suf_status
make_region(const writer *self, uint32_t i, suf_text *text)
{
    suf_text_add(
        text, i < self->layout->n_districts ? self->layout->districts[i].name : SUF_ALL);
    return SUF_OK;
}

static suf_status
make_service(const writer *self, uint32_t i, suf_text *text)
{
    suf_text_add(text, self->layout->services[i].name);
    return SUF_OK;
}

static suf_status
make_combination(const writer *self, uint32_t i, suf_text *text)
{
    (void) self;
    suf_cause_add_mask(text, i);
    return SUF_OK;
}

/* What a cause is called for people, beside its label. */
static suf_status
write_titles(const writer *self)
{
    static const char *const names[] = {"cause_title", "cause_title_zh"};
    suf_status status = SUF_OK;
    for (int lang = 0; status == SUF_OK && lang < 2; lang++) {
        const char *titles[SUF_N_PARTS];
        hid_t dataset = -1;
        for (int part = 0; part < SUF_N_PARTS; part++) {
            const suf_cause_words *words = suf_cause_words_of(part);
            titles[part] = lang == 0 ? words->title : words->title_zh;
        }
        status = suf_h5_texts(self->group, names[lang], titles, SUF_N_PARTS, &dataset);
        if (status == SUF_OK &&
            H5DSattach_scale(dataset, self->scales[DIM_CAUSE], 0) < 0) {
            status = SUF_RAISE(SUF_ERROR_HDF5);
        }
        status = suf_h5_end(&dataset, status);
    }
    return status;
}

static suf_status
write_labels(writer *self)
{
    const suf_layout *layout = self->layout;
    const char *quantities[SUF_N_WHY_QUANTITIES];
    const char *causes[SUF_N_PARTS];
    suf_status status = SUF_OK;
    for (int i = 0; i < SUF_N_WHY_QUANTITIES; i++) {
        quantities[i] = suf_why_quantity_of(i)->name;
    }
    for (int part = 0; part < SUF_N_PARTS; part++) {
        causes[part] = suf_cause_words_of(part)->name;
    }
    SUF_TRY(write_made(self, DIM_PLAN, self->n_plans, make_plan));
    SUF_TRY(write_scale(self, DIM_QUANTITY, quantities, SUF_N_WHY_QUANTITIES));
    SUF_TRY(write_made(self, DIM_PERIOD, layout->n_years + 1, make_period));
    SUF_TRY(write_made(self, DIM_REGION, layout->n_districts + 1, make_region));
    SUF_TRY(write_made(self, DIM_SERVICE, layout->n_services, make_service));
    SUF_TRY(write_scale(self, DIM_CAUSE, causes, SUF_N_PARTS));
    SUF_TRY(write_made(self, DIM_COMBINATION, SUF_N_COMBINATIONS, make_combination));
    SUF_TRY(write_titles(self));
    SUF_TRY(
        suf_h5_text_attribute(self->group, "coordinates", "cause_title cause_title_zh"));
out:
    return status;
}

/* --- numbers and sentences
 * --------------------------------------------------------------
 */

static suf_status
attach(const writer *self, hid_t dataset, const dimension *dims, int n)
{
    suf_status status = SUF_OK;
    for (int i = 0; status == SUF_OK && i < n; i++) {
        if (H5DSattach_scale(dataset, self->scales[dims[i]], (unsigned) i) < 0) {
            status = SUF_RAISE(SUF_ERROR_HDF5);
        }
    }
    return status;
}

static suf_status
write_variable(const writer *self, const variable *of)
{
    const dimension dims[] = {
        DIM_PLAN, DIM_QUANTITY, DIM_PERIOD, DIM_REGION, DIM_SERVICE, of->last};
    int n_dims = of->last == DIM_SERVICE ? 5 : 6;
    size_t n_last = of->last == DIM_SERVICE ? 1 : self->sizes[of->last];
    size_t n_cells = 1;
    hsize_t shape[6];
    double *values = NULL;
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    for (int i = 0; i < n_dims; i++) {
        shape[i] = self->sizes[dims[i]];
        n_cells *= i > 0 && i < 5 ? shape[i] : 1;
    }
    SUF_TRY(suf_array_new(self->n_plans * n_cells * n_last, sizeof *values, &values));
    for (size_t i = 0; i < self->n_plans * n_cells; i++) {
        const unsigned char *cell =
            (const unsigned char *) &self->whys[i / n_cells].cells[i % n_cells];
        for (size_t j = 0; j < n_last; j++) {
            memcpy(&values[i * n_last + j], cell + of->offset + j * of->step,
                sizeof *values);
        }
    }
    SUF_TRY(suf_h5_double_array(self->group, of->name, values, n_dims, shape, &dataset));
    SUF_TRY(suf_h5_text_attribute(dataset, "long_name", of->long_name));
    SUF_TRY(suf_h5_text_attribute(dataset, "units", of->units));
    SUF_TRY(attach(self, dataset, dims, n_dims));
out:
    free(values);
    return suf_h5_end(&dataset, status);
}

/* The sentence of each plan, region and service. */
static suf_status
write_sentences(const writer *self, bool is_chinese)
{
    const dimension dims[] = {DIM_PLAN, DIM_REGION, DIM_SERVICE};
    const hsize_t shape[] = {
        self->n_plans, self->sizes[DIM_REGION], self->sizes[DIM_SERVICE]};
    size_t n_regions = shape[1];
    size_t n_services = shape[2];
    size_t n = self->n_plans * n_regions * n_services;
    suf_text *texts = NULL;
    const char **sentences = NULL;
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *texts, &texts));
    SUF_TRY(suf_array_new(n, sizeof *sentences, &sentences));
    for (size_t i = 0; i < n; i++) {
        suf_why_add_sentence(&self->whys[i / (n_regions * n_services)],
            (uint32_t) (i / n_services % n_regions), (uint32_t) (i % n_services),
            is_chinese, &texts[i]);
        SUF_TRY(texts[i].status);
        sentences[i] = suf_text_get(&texts[i]);
    }
    SUF_TRY(suf_h5_text_array(self->group, is_chinese ? "sentence_zh" : "sentence",
        sentences, 3, shape, &dataset));
    SUF_TRY(attach(self, dataset, dims, 3));
out:
    for (size_t i = 0; texts != NULL && i < n; i++) {
        suf_text_free(&texts[i]);
    }
    free(texts);
    free((void *) sentences);
    return suf_h5_end(&dataset, status);
}

static suf_status
write_group(writer *self, hid_t file)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_group(file, "why", &self->group));
    SUF_TRY(write_labels(self));
    for (int v = 0; v < N_VARIABLES; v++) {
        SUF_TRY(write_variable(self, &variables[v]));
    }
    SUF_TRY(write_sentences(self, false));
    SUF_TRY(write_sentences(self, true));
out:
    for (int i = 0; i < N_DIMS; i++) {
        status = suf_h5_end(&self->scales[i], status);
    }
    return suf_h5_end(&self->group, status);
}

suf_status
suf_why_group_write(hid_t file, const char *path, suf_store *store,
    const int32_t *replications, uint32_t n_replications, bool (*goes_on)(void *context),
    void *context)
{
    writer self = {.store = store,
        .layout = store->layout,
        .replications = replications,
        .goes_on = goes_on,
        .context = context,
        .group = -1};
    suf_why_plan *plans = NULL;
    uint32_t n = 0;
    suf_status status = SUF_OK;
    for (int i = 0; i < N_DIMS; i++) {
        self.scales[i] = -1;
    }
    SUF_TRY(suf_why_plans(store->layout, &plans, &n));
    SUF_TRY(suf_array_new(n, sizeof *self.whys, &self.whys));
    for (; self.n_plans < n; self.n_plans++) {
        status = suf_why_fold(&self.whys[self.n_plans], store->layout,
            &plans[self.n_plans], replications, n_replications, read_block, &self);
        if (status != SUF_OK) {
            suf_why_free(&self.whys[self.n_plans]);
            goto out;
        }
    }
    if (n > 0 && n_replications > 0) {
        size_t n_cells =
            SUF_N_WHY_QUANTITIES * suf_layout_size(store->layout, SUF_VARIABLE_UNMET);
        SUF_TRY(suf_h5_reserve(n * n_cells * sizeof(suf_why_cell), path,
            "the answer to why cannot be written", store->faults));
        SUF_TRY(write_group(&self, file));
    }
out:
    for (uint32_t i = 0; i < self.n_plans; i++) {
        suf_why_free(&self.whys[i]);
    }
    free(self.whys);
    free(plans);
    suf_record_free(&self.record);
    return status;
}
