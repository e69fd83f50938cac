Console.Error.WriteLine("the simulation drives the embedded runtime: build with AkkaRuntime=embedded.");
return 2;
