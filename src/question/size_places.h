/* What is known while a size is searched: who was asked where, and the curve of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_SIZE_PLACES_H
#define SUF_QUESTION_SIZE_PLACES_H

#include <stddef.h>

#include "question/size_answer.h"

/* Replications that are asked at both ends, to see whether the lever is felt. */
enum { SUF_N_FELT = 20 };
/* A value that was asked: what each replication answered, NAN: it was not asked. */
typedef struct suf_size_place {
    uint32_t at;
    double *met; /* [n] owned */
} suf_size_place;

typedef struct suf_size_places {
    const suf_size_task *task;
    suf_size_answer *answer;
    suf_size_place *places; /* [n_places] by value, rising; owned */
    uint32_t n_places;
    size_t capacity;
    uint32_t *asked;      /* [n] scratch */
    double *met, *values; /* [n] scratch */
    double *felt;         /* [n] what was measured at the least, of who was asked there */
    bool is_felt;
    uint32_t stride; /* by which the first bracket grows */
} suf_size_places;

/* What an interval is asked for. */
typedef enum suf_size_side { SUF_SIDE_FITS, SUF_SIDE_SAFE, SUF_SIDE_UPPER } suf_size_side;

/* Gathers replications below `end` into self->asked: those whose bracket straddles a
 * value and that were not asked there, or with is_all whoever was not asked. How many. */
uint32_t suf_places_gather(suf_size_places *self, uint32_t at, uint32_t end, bool is_all);
/* Asks the first n of self->asked at a value, and narrows their brackets. */
SUF_MUST_CHECK suf_status suf_places_ask(suf_size_places *self, uint32_t at, uint32_t n);
/* Asks all that are not known at a value. */
SUF_MUST_CHECK suf_status suf_places_look(suf_size_places *self, uint32_t at);
/* Makes the answer's points anew, from all places that are known. */
SUF_MUST_CHECK suf_status suf_places_draw(suf_size_places *self);
/* The estimate or a limit of a point. */
double suf_point_level(const suf_size_point *point, suf_size_side of);

#endif
