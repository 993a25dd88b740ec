# Everything for C++ users is in the component cxx; the wheel takes the component python only.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/accountgraph)

install(TARGETS accountgraph EXPORT accountgraphTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT cxx)
install(DIRECTORY libaccountgraph/include/ ${PROJECT_BINARY_DIR}/libaccountgraph/include/
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT cxx FILES_MATCHING PATTERN "*.hpp")
install(EXPORT accountgraphTargets NAMESPACE accountgraph:: DESTINATION ${_config_dir} COMPONENT cxx)

configure_package_config_file(cmake/accountgraphConfig.cmake.in ${PROJECT_BINARY_DIR}/accountgraphConfig.cmake
  INSTALL_DESTINATION ${_config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/accountgraphConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/accountgraphConfig.cmake ${PROJECT_BINARY_DIR}/accountgraphConfigVersion.cmake
  DESTINATION ${_config_dir} COMPONENT cxx)

# A pkg-config file finds its prefix from its own place: as many steps up as the folder of libraries is deep.
string(REGEX REPLACE "[^/]+" ".." _up "${CMAKE_INSTALL_LIBDIR}")
configure_file(cmake/accountgraph.pc.in ${PROJECT_BINARY_DIR}/accountgraph.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/accountgraph.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT cxx)
