namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>One property over many seeds.</summary>
/// <param name="Checked">Things that were judged, of all seeds.</param>
/// <param name="Untested">Seeds that never put it to the test.</param>
internal sealed record CheckerTally(string Checker, long Seeds, long Broken, long Checked, long Untested);
