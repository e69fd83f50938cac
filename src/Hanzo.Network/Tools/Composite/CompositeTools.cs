using System.Collections.Immutable;
using Hanzo.Network.Guests;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Tools.Composite;

/// <summary>The composite tools of a node. Their parts are other tools of the node, or composite ones that were declared before.</summary>
internal sealed class CompositeTools : IToolSource
{
    private readonly ImmutableArray<CompositeTool> _declared;
    private readonly Func<string, Tool?> _find;
    private readonly GuestCall _guests;

    /// <param name="find">The node's other tools.</param>
    /// <param name="log">Told what tools do wrong when nobody waits for them any more.</param>
    /// <exception cref="ArgumentException">One of them cannot be: says which and why.</exception>
    public CompositeTools(
        ImmutableArray<CompositeTool> declared, Func<string, Tool?> find, TimeProvider time, ILogger<CompositeTools>? log = null)
    {
        (_declared, _find, _guests) = (declared, find, new GuestCall(time, log));
        for (var at = 0; at < declared.Length; at++)
            if (Problem(at) is { } problem)
                throw new ArgumentException($"Composite tool '{declared[at].Name}': {problem}.", nameof(declared));
        Names = [.. declared.Select(tool => tool.Name)];
    }

    public ImmutableArray<string> Names { get; }

    public ImmutableArray<string> Notices => [];

    public Tool? Find(string name) => Find(name, before: _declared.Length);

    private Tool? Find(string name, int before)
    {
        for (var at = 0; at < before; at++)
            if (_declared[at].Name == name) return Build(at);
        return null;
    }

    /// <summary>Anew for each call: what its parts are, and how they are treated, may change.</summary>
    private Tool? Build(int at)
    {
        var parts = _declared[at].Steps.Select(step => Part(step.Tool, at)).ToList();
        if (parts.Contains(null)) return null;
        ImmutableArray<Tool> found = [.. parts.OfType<Tool>()];
        var function = new CompositeFunction(_declared[at], found, _guests);
        return new Tool(function, CompositePolicy.Of(function, found));
    }

    private Tool? Part(string name, int before) => _find(name) ?? Find(name, before);

    private string? Problem(int at)
    {
        var tool = _declared[at];
        if (!CompositeTool.IsName(tool.Name)) return $"a name has {CompositeTool.AllowedName}";
        if (_find(tool.Name) is not null || _declared.Take(at).Any(other => other.Name == tool.Name))
            return "there is another tool of this name";
        if (tool.Steps.Length is < CompositeTool.LeastSteps or > CompositeTool.MostSteps)
            return $"it has {tool.Steps.Length} steps; it must have {CompositeTool.LeastSteps} to {CompositeTool.MostSteps}";
        foreach (var step in tool.Steps)
        {
            if (Part(step.Tool, at) is not { } part) return $"there is no tool '{step.Tool}' before it";
            if (part.Options.Question is not null) return $"'{step.Tool}' asks a person, and cannot be a step";
        }

        return null;
    }
}
