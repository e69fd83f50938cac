// Of the embedded runtime itself: nothing of it changes with the runtime that the application is bound to.
[assembly: AssemblyTrait("Runtime", "embedded")]
