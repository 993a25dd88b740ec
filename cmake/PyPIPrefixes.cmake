# Finds the C++ dependencies that a Python environment holds: tbb-devel lands in <env>, cmeel-boost and cmeel-eigen in
# <site-packages>/cmeel.prefix. scikit-build-core puts site-packages into CMAKE_PREFIX_PATH; by hand, name the environment.
set(ACCOUNTGRAPH_PYTHON_ENV "" CACHE PATH "virtual environment that holds tbb-devel, cmeel-boost, cmeel-eigen")

set(_sites ${CMAKE_PREFIX_PATH})
if(ACCOUNTGRAPH_PYTHON_ENV)
  file(GLOB _env_sites "${ACCOUNTGRAPH_PYTHON_ENV}/lib/python3*/site-packages")
  list(APPEND _sites ${_env_sites})
endif()
foreach(_site IN LISTS _sites)
  if(_site MATCHES "/(site|dist)-packages/?$")
    cmake_path(SET _prefix NORMALIZE "${_site}/../../..")
    list(APPEND CMAKE_PREFIX_PATH "${_site}/cmeel.prefix" "${_prefix}")
  endif()
endforeach()
