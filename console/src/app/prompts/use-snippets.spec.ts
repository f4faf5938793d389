import { pythonSnippet, typescriptSnippet } from './use-snippets';

const request = {
  origin: 'https://prompts.example.org',
  name: 'specialists/energy_analyst',
  variables: ['entity_count', 'site-name'],
  placeholders: ['history'],
};

describe('pythonSnippet', () => {
  it('asks for what the prompt serves, with every value it needs', () => {
    const snippet = pythonSnippet(request);
    for (const line of [
      '    "name": "specialists/energy_analyst",',
      '        "entity_count": "…",',
      '        "site-name": "…",',
      '        "history": [],  # messages',
      '    "https://prompts.example.org/api/v1/resolve",',
    ])
      expect(snippet).toContain(`${line}\n`);
    expect(snippet).toContain('"conversationId"');
  });

  it('pins a version, outside of conversations', () => {
    const snippet = pythonSnippet({ ...request, version: 7 });
    expect(snippet).toContain('    "version": 7,\n');
    expect(snippet).not.toContain('conversationId');
  });
});

describe('typescriptSnippet', () => {
  it('loads by conversation, with every value the prompt needs', () => {
    expect(typescriptSnippet(request, 'text')).toContain(
      `conversation.loadPrompt("specialists/energy_analyst", {
  variables: {
    entity_count: '…',
    "site-name": '…',
    history: [], // messages
  },
});`,
    );
  });

  it('reads an explicit version, which may not be in memory', () => {
    const snippet = typescriptSnippet({ ...request, variables: [], placeholders: [], version: 7 }, 'chat');
    expect(snippet).toContain(
      'await registry.loadPromptAsync("specialists/energy_analyst", {\n  version: 7,\n});',
    );
    expect(snippet).toContain('prompt.messages');
  });
});
