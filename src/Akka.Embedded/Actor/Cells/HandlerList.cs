using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>The handlers of one behaviour, tried in order.</summary>
internal sealed class HandlerList
{
    private MessageHandler[] _handlers = [];
    private bool _endsWithAny;

    /// <summary>The behaviour that an action given to Become names.</summary>
    /// <param name="open">The actor's list that takes handlers now: the new one while the action runs.</param>
    public static Receive Named(ref HandlerList? open, Action configure)
    {
        var outer = open;
        var named = open = new HandlerList();
        try
        {
            configure();
            return named.Handle;
        }
        finally
        {
            open = outer;
        }
    }

    /// <param name="open">Null when the actor is not naming handlers.</param>
    /// <param name="what">Receive or Command.</param>
    public static void Add(HandlerList? open, MessageHandler handler, string what) => (open ?? throw new InvalidOperationException(
        $"You may only call {what}-methods when constructing the actor and inside Become().")).Add(handler);

    public void Add(MessageHandler handler)
    {
        if (_endsWithAny)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        _endsWithAny = handler.CatchesAll;
        _handlers = [.. _handlers, handler];
    }

    public bool Handle(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler.TryHandle(message))
                return true;
        }
        return false;
    }
}

internal abstract class MessageHandler
{
    public virtual bool CatchesAll => false;

    public abstract bool TryHandle(object message);
}

internal sealed class ActionHandler<T>(Action<T> handler, Predicate<T>? shouldHandle) : MessageHandler
{
    public override bool CatchesAll => typeof(T) == typeof(object) && shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (message is not T typed || (shouldHandle is not null && !shouldHandle(typed)))
            return false;
        handler(typed);
        return true;
    }
}

internal sealed class FuncHandler<T>(Func<T, bool> handler) : MessageHandler
{
    public override bool TryHandle(object message) => message is T typed && handler(typed);
}

internal sealed class TypeHandler(Type type, Action<object> handler, Predicate<object>? shouldHandle) : MessageHandler
{
    public override bool CatchesAll => type == typeof(object) && shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (!type.IsInstanceOfType(message) || (shouldHandle is not null && !shouldHandle(message)))
            return false;
        handler(message);
        return true;
    }
}
