/// 128-bit integers, a compiler extension that g++ and clang share, named once so that -Wpedantic stays useful.
#pragma once

namespace accountgraph {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

}  // namespace accountgraph
