using Hanzo.Network.Simulation;
using System.Diagnostics;
for (var i = ulong.Parse(args[0]); i < ulong.Parse(args[1]); i++) {
var w = Stopwatch.StartNew();
try {
var r = new Simulation(new SimulationOptions(i) { Length = TimeSpan.FromMinutes(double.Parse(args[2])) }).Run();
Console.WriteLine($"{i} {r.Hash:x} {r.Steps} {r.Virtual} {w.Elapsed} {r.Plan}");
foreach (var v in r.Verdicts) if (!v.Holds) Console.WriteLine($"   {v}");
} catch (Exception e) { Console.WriteLine($"{i} {e}"); }
}
return 0;
