using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

internal static class OutcomeAssertions
{
    public static async Task<T> ShouldBeOfTypeAsync<T>(this Task<EffectOutcome> pending) =>
        (await pending.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<T>();
}
