#pragma once

#include <gpgme.h>
#include <spawn.h>

/* glibc's since 2.34, which shows it with _GNU_SOURCE alone. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* Has the new process close every descriptor from this one on. */
static inline int lanyard_spawn_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
