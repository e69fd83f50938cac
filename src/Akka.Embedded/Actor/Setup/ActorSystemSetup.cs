using System.Collections.Immutable;
using Akka.Util;

namespace Akka.Actor.Setup;

/// <summary>An immutable set of <see cref="Setup"/>s; of one type the last given counts.</summary>
public sealed class ActorSystemSetup
{
    public static readonly ActorSystemSetup Empty = new(ImmutableList<Setup>.Empty);

    private readonly ImmutableList<Setup> _setups;

    private ActorSystemSetup(ImmutableList<Setup> setups) => _setups = setups;

    public static ActorSystemSetup Create(params Setup[] setup) => setup.Aggregate(Empty, (all, one) => all.With(one));

    public Option<T> Get<T>() where T : Setup => _setups.OfType<T>().FirstOrDefault() is { } found ? new Option<T>(found) : Option<T>.None;

    public ActorSystemSetup WithSetup<T>(T setup) where T : Setup => With(setup);

    public ActorSystemSetup And<T>(T setup) where T : Setup => With(setup);

    public override string ToString() => $"ActorSystemSetup({string.Join(", ", _setups.Select(s => s.GetType().Name))})";

    private ActorSystemSetup With(Setup setup) => new(_setups.RemoveAll(s => s.GetType() == setup.GetType()).Add(setup));
}
