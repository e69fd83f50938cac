namespace Akka.Actor.Setup;

/// <summary>A programmatic setting given to an actor system at its creation, one per type.</summary>
public abstract class Setup
{
    /// <summary>Both together.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}
