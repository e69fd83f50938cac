namespace Hanzo.Network.Memory;

/// <summary>What a run was reminded of, as its journal keeps it.</summary>
/// <param name="By">Who said it, as the model is told: <c>the user</c>, <c>you</c>, <c>another user</c> and the like.</param>
/// <param name="At">When.</param>
/// <param name="Score">By <see cref="MemoryScore"/>.</param>
public sealed record RecalledMemory(string Id, string Text, string By, DateTimeOffset At, double Score);
