namespace Akka.Actor;

/// <summary>What a parent does with a child that failed.</summary>
public enum Directive
{
    /// <summary>The message is skipped, the state stays.</summary>
    Resume,

    /// <summary>A new instance takes over the mailbox.</summary>
    Restart,

    /// <summary>The parent fails with the same cause.</summary>
    Escalate,

    /// <summary>The child ends.</summary>
    Stop,
}

public static class DirectiveExtensions
{
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self) where TException : Exception =>
        new(typeof(TException), self);
}
