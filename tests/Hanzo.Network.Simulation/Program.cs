using Hanzo.Network.Simulation;
using System.Diagnostics;
for (var i = 0; i < 3; i++) {
var w = Stopwatch.StartNew();
var r = new Simulation(new SimulationOptions(7) { Length = TimeSpan.FromMinutes(args.Length > 0 ? double.Parse(args[0]) : 1) }).Run();
Console.WriteLine($"{r.Hash:x} {r.Steps} {r.Virtual} {w.Elapsed}");
}
return 0;
