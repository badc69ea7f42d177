/* The processes of a replication: the one table of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_PROCESSES_H
#define SUF_ENGINE_PROCESSES_H

#include "engine/core/process.h"

/* Those before a process in the table are done, at each moment, before it is called
 * (process.h); each header says what it must come after. */
extern const suf_process_table suf_processes;

#endif
