/// The Arrow structs, which `interop` speaks too: they live in core.
#pragma once

#include <accountgraph/core/arrow_c_data.hpp>
