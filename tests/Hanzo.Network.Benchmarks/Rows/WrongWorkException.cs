namespace Hanzo.Network.Benchmarks.Rows;

/// <summary>The work that was to be timed was not done, or not right: its figures mean nothing.</summary>
internal sealed class WrongWorkException(string message) : Exception(message);
