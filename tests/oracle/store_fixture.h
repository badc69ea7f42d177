/* A small store of known values, and what is asked of its files, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two scenarios, two districts, one service and one assumption; every value tells where
 * it belongs. Files lie in the current folder. */
#ifndef SUF_ORACLE_STORE_FIXTURE_H
#define SUF_ORACLE_STORE_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "results/results.h"
#include "results/store.h"

#define STORE_OUTPUT  "test_store.h5"
#define STORE_JOURNAL STORE_OUTPUT ".journal"
enum { STORE_N_REPLICATIONS = 3 };

typedef struct store {
    suf_layout layout;
    suf_provenance provenance;
    const char *texts[2];
    suf_faults faults;
} store;

void store_init(store *self);
void store_free(store *self);

/* Writes what is not there yet of the shard's replications, up to n records; then, when
 * it is the only shard and nothing is missing, the results. */
suf_status store_write_shard(store *self, suf_goal goal, int n, bool repair);
/* Alike, the only shard of STORE_N_REPLICATIONS. */
suf_status store_write(store *self, int n);
void store_remove_files(void);

/* The results file holds n replications, each value in its place. */
void store_assert_holds(uint32_t n);
void store_assert_whole(void);

/* Turns the bits of one byte of a file. */
void store_damage(const char *path, long at);
/* The bytes of a file. */
long store_size_of(const char *path);

/* Set-up of a group of tests: into a folder in memory, when there is one; and out of it.
 */
int store_enter_folder(void **state);
int store_leave_folder(void **state);

#endif
