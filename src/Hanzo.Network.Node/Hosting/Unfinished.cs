Console.Error.WriteLine("hanzo: the embedded runtime is not complete yet; build with AkkaRuntime=nuget.");
return 1;
