# Installs the library below WORK_DIR, then configures, builds and runs this folder against it.
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --component cxx --prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} ${ARGS} -DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK_DIR}/build)
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)
run(${WORK_DIR}/build/consumer)
