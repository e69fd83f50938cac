namespace Akka.Actor;

/// <summary>Makes selections from text and walks them.</summary>
internal static class ActorSelections
{
    public static SelectionPathElement[] Parse(IEnumerable<string> elements) => elements
        .Where(e => !string.IsNullOrEmpty(e))
        .Select(e => e switch
        {
            "**" => SelectChildRecursive.Instance,
            ".." => SelectParent.Instance,
            _ when e.AsSpan().IndexOfAny('*', '?') >= 0 => (SelectionPathElement)new SelectChildPattern(e),
            _ => new SelectChildName(e),
        })
        .ToArray();

    public static ActorSelection Of(ActorPath path, ActorSystemImpl system) =>
        new(system.ProviderImpl.RootGuardianAt(path.Address), path.Elements);

    /// <param name="context">Where a relative path begins.</param>
    public static ActorSelection Of(string path, ActorSystemImpl system, IActorRef? context = null)
    {
        if (ActorPath.TryParse(path, out var absolute))
            return Of(absolute, system);
        if (path.StartsWith('/'))
            return new ActorSelection(system.ProviderImpl.RootGuardian, path.Split('/'));
        return new ActorSelection(context ?? system.ProviderImpl.RootGuardian, path.Split('/'));
    }

    public static void Deliver(InternalActorRef anchor, IActorRef? sender, ActorSelectionMessage message)
    {
        var current = anchor;
        var elements = message.Elements;
        for (var i = 0; i < elements.Length; i++)
        {
            if (current is not LocalActorRef local)
            {
                current.Tell(new ActorSelectionMessage(message.Message, elements[i..], message.WildCardFanOut), sender);
                return;
            }
            switch (elements[i])
            {
                case SelectParent:
                    current = local.Parent.IsNobody() ? local : local.Parent;
                    break;
                case SelectChildName { Name: var name }:
                    var child = local.Provider.ChildOf(local, name);
                    if (child.IsNobody())
                    {
                        NotFound(local, sender, message, elements.AsSpan(i));
                        return;
                    }
                    current = child;
                    break;
                case SelectChildPattern pattern:
                    DeliverToAll(local.Children.Where(c => pattern.Matches(c.Path.Name)), local, sender, message, elements[(i + 1)..]);
                    return;
                case SelectChildRecursive:
                    DeliverToAll(Descendants(local), local, sender, message, []);
                    return;
            }
        }
        current.Tell(message.Message, sender);
    }

    private static void DeliverToAll(IEnumerable<IActorRef> matching, LocalActorRef parent, IActorRef? sender,
        ActorSelectionMessage message, SelectionPathElement[] rest)
    {
        var found = matching.ToArray();
        if (found.Length == 0 && !message.WildCardFanOut)
            NotFound(parent, sender, message, rest);
        foreach (var child in found)
            Deliver(InternalActorRef.Of(child), sender,
                new ActorSelectionMessage(message.Message, rest, message.WildCardFanOut || found.Length > 1));
    }

    private static IEnumerable<IActorRef> Descendants(InternalActorRef of) =>
        of.Children.SelectMany(c => Descendants(InternalActorRef.Of(c)).Prepend(c));

    private static void NotFound(
        LocalActorRef at, IActorRef? sender, ActorSelectionMessage message, ReadOnlySpan<SelectionPathElement> rest)
    {
        var path = at.Path;
        foreach (var element in rest)
            path = new ChildActorPath(path, element.ToString()!, 0);
        var nowhere = new EmptyLocalActorRef(at.Provider, path, at.Cell.SystemImpl.EventStream);
        nowhere.Tell(new ActorSelectionMessage(message.Message, [], message.WildCardFanOut), sender);
    }
}
