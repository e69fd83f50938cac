using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Storage;

namespace Hanzo.Network.Simulation.Work;

/// <summary>The process that models and tools work for.</summary>
/// <param name="Clock">The process's own, by which it measures timeouts.</param>
/// <param name="World">The world's clock: models and tools are outside.</param>
public sealed record WorkPlace(int Node, int Life, TimeProvider Clock, TimeProvider World, Action<Observation> Observe)
{
    internal void Started(string effect, string policy) => Observe(new EffectStarted(World.Now(), Node, Life, effect, policy));

    internal void Ended(string effect, EffectEnd how) => Observe(new EffectEnded(World.Now(), Node, Life, effect, how));
}
