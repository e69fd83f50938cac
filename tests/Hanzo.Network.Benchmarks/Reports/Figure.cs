namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>One number that a row has measured.</summary>
/// <param name="Name">Unique among all rows.</param>
/// <param name="Note">What helps to judge it; not compared.</param>
internal sealed record Figure(string Name, double Value, Unit Unit, string Note = "");
